import { splitCriteria } from "@/lib/batches/criteria";
import { listQuestions } from "@/lib/calls/questions";

/** What they are asked, and what the agent never does. */
export default function Asked({ criteria }: { criteria: string }) {
  return (
    <>
      <ol className="mt-1 grid list-decimal gap-1 pl-5">
        {listQuestions(splitCriteria(criteria)).map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ol>
      <p className="mt-2 text-muted">
        The agent books and promises nothing, says that it is an AI, and stops when asked. No call
        lasts longer than four minutes.
      </p>
    </>
  );
}
