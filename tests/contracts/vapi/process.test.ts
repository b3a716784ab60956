import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { clientFor, errorOf, numberOf, PHONE_NUMBER_ID } from "./setup";

const main = fileURLToPath(new URL("../../../local/vapi/main.ts", import.meta.url));

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** The simulator as a process of its own; killed when the test ends, if it still runs. */
function run(environment: Record<string, string>): Run {
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, VAPI_API_KEY: "", VAPI_PORT: "0", ...environment },
  });
  let text = "";
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const closed = streams.map((stream) => {
    stream.on("data", (chunk) => {
      text += chunk;
    });
    return once(stream, "end");
  });
  const ended = Promise.all([once(child, "exit"), ...closed]).then(() => child.exitCode);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, output: () => text, ended };
}

async function urlOf({ child, output, ended }: Run): Promise<string> {
  const early = ended.then(() => {
    throw new Error(`the simulator ended before it was ready: ${output()}`);
  });
  const [message] = await Promise.race([once(child, "message"), early]);
  expect(message).toEqual({ type: "ready", url: expect.any(String) });
  return message.url;
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "vapi-process-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const long = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 500 };

const request = (number: string) => ({
  phoneNumberId: PHONE_NUMBER_ID,
  customer: { number },
  assistant: {},
});

test("it says that it is ready, on one line, and ends with 0 when it is told to", async () => {
  const simulator = run({ VAPI_DATA_DIR: await folder() });
  const url = await urlOf(simulator);

  simulator.child.kill("SIGTERM");

  expect(await simulator.ended).toBe(0);
  expect(simulator.output()).toBe(`Vapi simulator ready on ${url}\n`);
});

test("lines and key come from the environment", async () => {
  const simulator = run({ VAPI_DATA_DIR: await folder(), VAPI_LINES: "3", VAPI_API_KEY: "right" });
  const url = await urlOf(simulator);

  const wrong = await errorOf(clientFor(url, "wrong").calls.list());
  const call = await clientFor(url, "right").calls.create(request(numberOf(0)));

  expect(wrong.statusCode).toBe(401);
  expect(call).toMatchObject({ subscriptionLimits: { concurrencyLimit: 3 } });
});

test("a taken port is said in a sentence, with a non-zero end", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" ? String(address?.port) : "";

  const simulator = run({ VAPI_DATA_DIR: await folder(), VAPI_PORT: port });

  expect(await simulator.ended).toBe(1);
  expect(simulator.output()).toBe(
    `Port ${port} for the Vapi simulator (VAPI_PORT) is taken. Free it, or set VAPI_PORT to another port.\n`,
  );
});

test("a setting that is no number is named", async () => {
  const simulator = run({ VAPI_DATA_DIR: await folder(), VAPI_TIME_SCALE: "fast" });

  expect(await simulator.ended).toBe(1);
  expect(simulator.output()).toContain('VAPI_TIME_SCALE is "fast"');
});

test("after kill -9 in the middle of a call, the next process has it talking still", async () => {
  const VAPI_DATA_DIR = await folder();
  const first = run({ VAPI_DATA_DIR });
  const url = await urlOf(first);
  const number = numberOf(0);
  const script = JSON.stringify({ number, next: [long] });
  await fetch(`${url}/__simulator/script`, { method: "POST", body: script });
  const placed = await clientFor(url).calls.create(request(number));
  const id = "id" in placed ? placed.id : "";
  const talking = await eventually(
    () => clientFor(url).calls.get({ id }),
    (call) => call.status === "in-progress",
  );

  first.child.kill("SIGKILL");
  await first.ended;
  const next = await urlOf(run({ VAPI_DATA_DIR }));
  const call = await clientFor(next).calls.get({ id });

  expect(call).toMatchObject({ status: "in-progress", startedAt: talking.startedAt });
});

test("it ends by itself when the process that started it has gone", async () => {
  const simulator = run({ VAPI_DATA_DIR: await folder() });
  await urlOf(simulator);

  simulator.child.disconnect();

  expect(await simulator.ended).toBe(0);
});
