import type { oas31 } from "zod-openapi";
import { describeType, listFields } from "@/lib/openapi/list-fields";

type FieldListProps = { schema: oas31.SchemaObject | oas31.ReferenceObject };

/** What is in a body, one line per field. */
export function FieldList({ schema }: FieldListProps) {
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
              {isRequired && "; required"}
            </span>
            {description && <p>{description}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
