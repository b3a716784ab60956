import type { oas31 } from "zod-openapi";
import { Commands } from "./commands";
import { FieldList } from "./field-list";

export type OperationObject = oas31.OperationObject & {
  "x-codeSamples"?: { source: string }[];
};

type OperationProps = { method: string; path: string; operation: OperationObject };

/** One operation: what it does, who may, a command to try, what goes in, and what may come out. */
export function Operation({ method, path, operation }: OperationProps) {
  const { operationId, summary, description, security, parameters, requestBody } = operation;
  const scope = security?.flatMap(({ apiKey }) => apiKey ?? [])[0];
  const responses = Object.entries<oas31.ResponseObject>(operation.responses ?? {});
  const [sample] = operation["x-codeSamples"] ?? [];
  return (
    <section aria-labelledby={operationId} className="grid gap-3">
      <h2 id={operationId} className="font-semibold text-xl tracking-tight">
        {summary}
      </h2>
      <p className="font-mono text-sm">
        {method} {path}
      </p>
      {description && <p className="max-w-prose">{description}</p>}
      <p className="text-muted text-sm">{describeAccess(scope, security)}</p>
      {sample && <Commands>{sample.source}</Commands>}
      {parameters && <FieldList schema={toSchema(parameters)} isSent />}
      {requestBody && "content" in requestBody && (
        <Body
          title={requestBody.required ? "What to send" : "What may be sent"}
          content={requestBody.content}
          isSent
        />
      )}
      {responses
        .filter(([status]) => status < "400")
        .map(([status, { description: words, content }]) => (
          <Body key={status} title={`${status}: ${words}`} content={content} />
        ))}
      <details>
        <summary>Errors</summary>
        <ul className="mt-2 grid gap-1 text-muted text-sm">
          {responses
            .filter(([status]) => status >= "400")
            .map(([status, { description: words }]) => (
              <li key={status}>
                {status}: {words}
              </li>
            ))}
        </ul>
      </details>
    </section>
  );
}

type BodyProps = { title: string; content: oas31.ContentObject | undefined; isSent?: boolean };

function Body({ title, content, isSent }: BodyProps) {
  const [media] = Object.values(content ?? {});
  if (!media?.schema) return <p>{title}</p>;
  return (
    <details>
      <summary className="mb-2">{title}</summary>
      <FieldList schema={media.schema} isSent={isSent} />
    </details>
  );
}

function describeAccess(scope: string | undefined, security: OperationObject["security"]): string {
  if (security?.length === 0) return "For anybody.";
  return scope ? `An API key needs the scope ${scope}.` : "No API key may do this.";
}

/** Parameters as the fields of one object, so that they read like those of a body. */
function toSchema(parameters: NonNullable<OperationObject["parameters"]>): oas31.SchemaObject {
  const known = parameters.filter((parameter) => "name" in parameter);
  return {
    properties: Object.fromEntries(known.map(({ name, schema }) => [name, schema ?? {}])),
    required: known.filter(({ required }) => required).map(({ name }) => name),
  };
}
