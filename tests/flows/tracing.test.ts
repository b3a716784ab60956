import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, startProduct } from "@/tests/support/product";

/** One trace for each batch, from the order to the ranking, through processes that share nothing but ids. */

type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue: string } }[];
};

const hexOf = (id: string) => id.replaceAll("-", "");

test("a batch is one trace, whose id is its own, and nothing but ids leaves with it", async () => {
  const sent: { text: string; spans: SentSpan[] }[] = [];
  const collector = await startTestServer((request, response) => {
    const { resourceSpans } = JSON.parse(request.body) as {
      resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
    };
    const spans = resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    );
    sent.push({ text: request.body, spans });
    answer(response, 200, {});
  });
  const product = await startProduct({
    timeScale: 0.05,
    env: {
      LOG_LEVEL: "info",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "50",
    },
  });
  onTestFinished(() => product.stop());

  const numbers = ordinaryNumbers(2, 400);
  const { executionId } = await product.call(await product.signUp(), numbers);
  const spans = await eventually(
    () => Promise.resolve(sent.flatMap(({ spans }) => spans)),
    (all) => all.some(({ name }) => name === "rank-providers"),
    { timeoutMs: 60_000 },
  );

  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([hexOf(executionId)]));
  const attempts = await product.sql<{ id: string; call_id: string }[]>`
    select id, call_id from public.attempts where batch_id = ${executionId}`;
  const idOf = (span: SentSpan | undefined, key: string) =>
    span?.attributes.find((attribute) => attribute.key === key)?.value.stringValue;
  const parentName = (span: SentSpan) =>
    spans.find(({ spanId }) => spanId === span.parentSpanId)?.name;
  for (const { id, call_id } of attempts) {
    const own = spans.filter((span) => idOf(span, "attempt.id") === id);
    expect(new Set(own.filter(({ name }) => name !== "announce").map(({ name }) => name))).toEqual(
      new Set(["place-call", "dial", "webhook", "settle"]),
    );
    const dial = own.find(({ name }) => name === "dial");
    expect(idOf(dial, "call.id")).toBe(call_id);
    expect(idOf(dial, "run.id")).toBeTruthy();
    expect(own.filter(({ name }) => name === "dial")).toHaveLength(1);
  }
  const tree = new Set(spans.map((span) => `${parentName(span) ?? "-"} > ${span.name}`));
  expect(tree).toEqual(
    new Set([
      "- > order",
      "order > announce",
      "order > begin-batch",
      "begin-batch > announce",
      "order > place-call",
      "place-call > dial",
      "dial > webhook",
      "webhook > announce",
      "dial > settle",
      "settle > announce",
      "order > rank-providers",
    ]),
  );
  const lines = product.output.filter((line) => line.includes("An attempt has settled."));
  expect(lines).toHaveLength(attempts.length);
  for (const line of lines) {
    const ids = JSON.parse(line.slice(line.indexOf("{"))) as Record<string, string>;
    const { call_id } = attempts.find(({ id }) => id === ids.attemptId) ?? {};
    expect(ids).toMatchObject({ batchId: executionId, callId: call_id });
    expect(ids.runId).toBeTruthy();
  }
  const { stdout } = await promisify(execFile)(
    "npm",
    ["run", "--silent", "ops", "--", "trace", executionId],
    { env: { ...process.env, ...product.stack.env } },
  );
  expect(stdout).toMatch(/^Batch .*\n +0\.000 s {2}requested\n/);
  for (const { id, call_id } of attempts) {
    const own = stdout.slice(stdout.indexOf(`Attempt ${id}`)).split("  Attempt", 1)[0];
    expect(own).toMatch(
      new RegExp(`claimed[^]*dialing[^]*call ${call_id}[^]*webhook report[^]*settled`),
    );
  }
  expect(stdout).toContain("ranked");
  const all = `${stdout}${sent.map(({ text }) => text)}`;
  for (const secret of [...numbers, "control", "Leaking", "Provider 1", "toilet"])
    expect(all).not.toContain(secret);
}, 120_000);
