import type { Metadata } from "next";
import { connection } from "next/server";
import { env } from "@/lib/env";
import { ERROR_CODES } from "@/lib/errors";
import { buildOpenApi } from "@/lib/openapi";
import { Commands } from "./commands";
import { FieldList } from "./field-list";
import { Operation, type OperationObject } from "./operation";

export const metadata: Metadata = {
  title: "API reference",
  description: "Start calls from a program, and read who can come, when and at what price.",
  robots: { index: true },
};

const H2 = "font-semibold text-xl tracking-tight";

/** The OpenAPI document for people. Public, as the document is; nothing of it needs a script. */
export default async function ReferencePage() {
  // A build does not know its address.
  await connection();
  const { APP_URL } = env();
  const { paths = {}, components = {} } = buildOpenApi(APP_URL);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation: operation as OperationObject,
    })),
  );
  return (
    <div className="grid gap-10 pt-8 sm:pt-12">
      <div className="grid max-w-prose gap-3">
        <h1 className="font-semibold text-2xl tracking-tight">API reference</h1>
        <p>
          Start calls from a program, and read who can come, when and at what price. Bodies are
          JSON. The same for machines:{" "}
          <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-4">
            OpenAPI 3.1
          </a>
          .
        </p>
      </div>

      <section aria-labelledby="authentication" className="grid gap-3">
        <h2 id="authentication" className={H2}>
          Who you are
        </h2>
        <dl className="grid max-w-prose gap-3">
          {Object.entries(components.securitySchemes ?? {}).map(([name, scheme]) => (
            <div key={name}>
              <dt className="font-mono text-sm">{name}</dt>
              <dd className="text-muted">{"description" in scheme && scheme.description}</dd>
            </div>
          ))}
        </dl>
        <p className="max-w-prose">
          The examples are for a shell that knows these two. Make the key on the page of{" "}
          <a href="/settings" className="text-accent underline underline-offset-4">
            settings
          </a>
          .
        </p>
        <Commands>{`export RINGROUND_URL="${APP_URL}"\nexport RINGROUND_API_KEY="rr_…"`}</Commands>
      </section>

      <nav aria-label="Operations">
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {operations.map(({ operation }) => (
            <li key={operation.operationId}>
              <a
                href={`#${operation.operationId}`}
                className="text-accent underline underline-offset-4"
              >
                {operation.summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {operations.map((each) => (
        <Operation key={each.operation.operationId} {...each} />
      ))}

      {Object.entries(components.schemas ?? {}).map(([name, schema]) => (
        <section key={name} aria-labelledby={name} className="grid gap-3">
          <h2 id={name} className={H2}>
            {name}
          </h2>
          <FieldList schema={schema} />
        </section>
      ))}
      <section aria-labelledby="errors" className="grid gap-3">
        <h2 id="errors" className={H2}>
          Errors
        </h2>
        <p className="max-w-prose text-muted">
          Every error is a Problem (RFC 9457). Its <code>code</code> never changes; its words may.
        </p>
        <dl className="grid gap-2">
          {Object.entries(ERROR_CODES).map(([code, { status, title }]) => (
            <div key={code} className="sm:grid sm:grid-cols-[18rem_1fr] sm:gap-4">
              <dt className="font-mono text-sm">
                {status} {code}
              </dt>
              <dd className="text-muted">{title}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
