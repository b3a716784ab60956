import type { oas31 } from "zod-openapi";
import { describeType, listFields } from "@/lib/openapi/list-fields";

type FieldListProps = {
  schema: oas31.SchemaObject | oas31.ReferenceObject;
  /** Sent by the caller, who must know what is required; in an answer, what may be missing is told. */
  isSent?: boolean;
};

/** What is in a body, one line per field. */
export function FieldList({ schema, isSent = false }: FieldListProps) {
  const fields = listFields(schema);
  if (fields.length === 0) return <p className="text-muted">{describeType(schema)}</p>;
  return (
    <dl className="card divide-y divide-line">
      {fields.map(({ path, type, isRequired, description }) => (
        <div key={path} className="px-4 py-2 sm:grid sm:grid-cols-[18rem_1fr] sm:gap-4">
          <dt className="font-mono text-sm">{path}</dt>
          <dd>
            <span className="text-muted text-sm">
              {type}
              {isSent && isRequired && "; required"}
              {!isSent && !isRequired && "; may be missing"}
            </span>
            {description && <p>{description}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
