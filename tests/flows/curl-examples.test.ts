import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AcceptedBatch, BatchStatusAnswer } from "@/lib/batches/schema";
import { scriptCalls } from "@/tests/faults/simulator";
import { withApiKey } from "@/tests/support/api-keys";
import { OPERATIONS } from "@/tests/support/documented";
import { type Person, type Product, startProduct } from "@/tests/support/product";

/** The command lines of the API reference, as they stand in the document, in bash, one after the other. */

let product: Product;
let person: Person;
let folder: string;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  person = await withApiKey(product, await product.signUp());
  folder = await mkdtemp(path.join(tmpdir(), "curl-"));
  // What curl is set to at home: here it also tells the status of every answer that goes into a file.
  await writeFile(path.join(folder, ".curlrc"), 'write-out = "%{stderr}%{http_code}\\n"\n');
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

const executed: string[] = [];

async function execute(operationId: string, ids: Record<string, string> = {}) {
  const operation = OPERATIONS.find((each) => each.operationId === operationId);
  const [sample] = operation?.["x-codeSamples"] ?? [];
  if (!sample) throw new Error(`${operationId} has no example.`);
  executed.push(operationId);
  return promisify(execFile)("bash", ["--norc", "-euo", "pipefail", "-c", sample.source], {
    cwd: folder,
    timeout: 60_000,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      CURL_HOME: folder,
      RINGROUND_URL: product.stack.urls.app,
      RINGROUND_API_KEY: person.token,
      ...ids,
    },
  });
}

const executeForJson = async (operationId: string, ids?: Record<string, string>) =>
  JSON.parse((await execute(operationId, ids)).stdout);

const saved = (name: string) => readFile(path.join(folder, name), "utf8");

test("a program starts calls, waits for the answers, saves them, calls again and stops", async () => {
  // Rings for 8 s, time for the example to ask several times.
  const ringing = { behavior: "flat-quote", ringSeconds: 160 };
  await scriptCalls(product, [{ number: "+18645550100", next: [ringing] }]);
  const started = (await executeForJson("startBatch")) as AcceptedBatch;
  expect(started.providers.map(({ name }) => name)).toEqual(["Acme Plumbing", "Baker Pipes"]);
  const ids = {
    SERVICE_REQUEST_ID: started.serviceRequestId,
    EXECUTION_ID: started.executionId,
  };
  const same = (await executeForJson("startBatch")) as AcceptedBatch;
  expect(same.executionId).toBe(started.executionId);

  const { stderr } = await execute("getBatchStatus", ids);
  const answers = stderr.trim().split("\n");
  // Nothing has changed while the phone rang, so nothing was sent.
  expect(answers[0]).toBe("200");
  expect(answers).toContain("304");
  expect(answers.at(-1)).toBe("200");
  const status = JSON.parse(await saved("status.json")) as BatchStatusAnswer;
  expect(status.providers.map(({ callStatus }) => callStatus)).toEqual(["completed", "no_answer"]);
  expect(await saved("status.etag")).toMatch(/^"[\w-]+"/);

  await execute("getResults", ids);
  expect(await saved("results.csv")).toContain("Acme Plumbing");

  const again = (await executeForJson("retryBatch", ids)) as AcceptedBatch;
  expect(again.providers.map(({ name }) => name)).toEqual(["Baker Pipes"]);
  const ofAgain = { ...ids, EXECUTION_ID: again.executionId };
  expect(await executeForJson("cancelBatch", ofAgain)).toMatchObject({
    executionId: again.executionId,
  });
});

test("every example of the document has been executed", () => {
  const samples = OPERATIONS.filter((each) => each["x-codeSamples"]);

  expect(samples.length).toBeGreaterThan(4);
  expect([...new Set(executed)].sort()).toEqual(samples.map((each) => each.operationId).sort());
});
