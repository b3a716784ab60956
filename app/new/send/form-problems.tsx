import { Notice } from "../../components/notice";
import { type FormProblems, hasProblems } from "./prepare-request";

/** What stands in the way, each leading to where it is put right. */
export function Problems({ problems }: { problems: FormProblems }) {
  if (!hasProblems(problems)) return null;
  const fields = Object.entries(problems.fields);
  const rows = Object.keys(problems.rows).length;
  return (
    <Notice
      tone="bad"
      role="alert"
      title={problems.isUnanswered ? "The answer did not arrive" : "Nobody has been called"}
    >
      <ul className="grid gap-1">
        {problems.general.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {fields.map(([name, text]) => (
          <li key={name}>
            <a
              href={`#${name}`}
              className="inline-block min-h-6 py-0.5 underline underline-offset-2"
            >
              {text}
            </a>
          </li>
        ))}
        {rows > 0 && (
          <li>
            {rows === 1 ? "1 row was refused" : `${rows} rows were refused`}; the table says why.
          </li>
        )}
      </ul>
    </Notice>
  );
}
