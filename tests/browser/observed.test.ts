import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { startStack } from "@/local/stack";
import { eventually } from "../support/eventually";

/**
 * A built site, in which Next has bundled the start of the process, routes and pages apart: what is set at the start holds
 * for all of them. What is in a trace is tested in tests/flows/tracing.test.ts.
 */
test("the level of the log and the collector of traces that are set at the start hold for every route", async () => {
  const spans = new Set<string>();
  const collector = await startTestServer((request, response) => {
    for (const [, name = ""] of request.body.matchAll(/"name":"([\w-]+)"/g)) spans.add(name);
    answer(response, 200, {});
  });
  const dataDir = await mkdtemp(join(tmpdir(), "ringround-observed-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const lines: string[] = [];
  const stack = await startStack({
    web: "start",
    dataDir,
    ports: { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 },
    timeScale: 0.05,
    env: {
      LOG_LEVEL: "info",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "50",
    },
    log: ({ text }) => lines.push(text),
  });
  onTestFinished(() => stack.stop());
  const signedUp = await fetch(`${stack.urls.supabase}/auth/v1/signup`, {
    method: "POST",
    headers: {
      apikey: stack.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? "",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ email: `${randomUUID()}@example.test`, password: randomUUID() }),
  });
  const { access_token: token } = (await signedUp.json()) as { access_token: string };
  const ordered = await fetch(`${stack.urls.app}/api/v1/providers/batch-call-async`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      serviceRequest: {
        title: "Leaking toilet",
        serviceNeeded: "plumbing",
        location: "Greenville SC",
        criteria: [],
        urgency: "flexible",
      },
      providers: [{ name: "Acme", phone: "+18645550100" }],
      options: { maxAttempts: 1 },
    }),
  });
  expect(ordered.status).toBe(202);

  const wanted = [
    "order",
    "begin-batch",
    "place-call",
    "dial",
    "webhook",
    "settle",
    "rank-providers",
  ];
  await eventually(
    () => Promise.resolve(wanted.filter((name) => !spans.has(name))),
    (missing) => missing.length === 0,
    { timeoutMs: 60_000 },
  );
  const settled = lines.find((line) => line.includes("An attempt has settled.")) ?? "";
  const { executionId } = (await ordered.json()) as { executionId: string };
  expect(settled).toContain(executionId);
  expect(settled).toContain('"runId"');
}, 120_000);
