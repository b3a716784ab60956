import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildCall } from "@/lib/calls/assistant";
import { envShape } from "@/lib/env";
import { putTable } from "./put-table";

/**
 * What a call costs, part by part. Prices are those of the pages that the table names, read in November 2026; how much of
 * each a call needs follows from the agent's own instructions. `npm run docs:cost` prints the tables and writes them into
 * docs/costs.md.
 */

/** US dollars. */
const PRICE = {
  vapiMinute: 0.05,
  telephonyMinute: 0.014,
  /** Both sides are heard, and paid for. */
  transcriptionMinute: 2 * 0.0048,
  voiceMinute: 0.022,
  inputToken: 2 / 1e6,
  cachedInputToken: 0.2 / 1e6,
  outputToken: 12 / 1e6,
  execution: 50 / 1e6,
  numberMonth: 1.15,
  lineMonth: 10,
  inngestProMonth: 99,
  vercelMonth: 20,
  supabaseMonth: 25,
};

/** Assumed; what a deployment really has is in `attempts.talk_seconds` and `attempts.cost_usd`. */
const TALK_MINUTES = 2;
/** A short question, a short answer, sometimes two tries at a turn. */
const REQUESTS_PER_MINUTE = 12;
/** Vapi's own assumptions (docs.vapi.ai/assistants/model-intelligence/understanding-cost). */
const SPOKEN_TOKENS_PER_MINUTE = 150;
const CACHED_SHARE = 0.5;
/** English has about four characters in a token. */
const CHARACTERS_PER_TOKEN = 4;
/** Our own schema, filled. */
const ANSWER_TOKENS = 400;
/** A run, its dial, its wait and one or two looks at the end. */
const EXECUTIONS_PER_CALL = 5;

export const COSTS = fileURLToPath(new URL("./costs.md", import.meta.url));

const tokensOf = (value: unknown): number =>
  Math.ceil(JSON.stringify(value ?? "").length / CHARACTERS_PER_TOKEN);

/** An ordinary order, in the form in which it is sent. */
const { assistant } = buildCall({
  attemptId: "00000000-0000-4000-8000-000000000001",
  provider: { name: "Acme Plumbing", phone: "+18645550100" },
  request: {
    title: "Leaking toilet",
    serviceNeeded: "Plumbing",
    description: "Water on the floor since this morning.",
    location: "Greenville SC",
    criteria: ["licensed", "insured"],
    urgency: "within_2_days",
    clientName: "Dana",
    clientAddress: null,
  },
  webhook: { url: "https://ringround.example", headers: {} },
  phoneNumberId: "00000000-0000-4000-8000-000000000001",
  parts: { model: "gpt-5.6-terra", voice: "Elliot", transcriber: "nova-3" },
  now: new Date("2026-11-23T15:00:00Z"),
});

/** The model on the phone: its instructions and the talk so far go out with each request. */
function talkingPerMinute(): number {
  const model = assistant?.model?.provider === "openai" ? assistant.model : undefined;
  const instructions = tokensOf(model?.messages) + tokensOf(model?.tools);
  // Both sides speak; on average half of the talk is behind.
  const history = (2 * SPOKEN_TOKENS_PER_MINUTE * TALK_MINUTES) / 2;
  const input = REQUESTS_PER_MINUTE * (instructions + history);
  const perToken = CACHED_SHARE * PRICE.cachedInputToken + (1 - CACHED_SHARE) * PRICE.inputToken;
  return input * perToken + SPOKEN_TOKENS_PER_MINUTE * PRICE.outputToken;
}

/** The model afterwards: instructions, schema and transcript, once. */
function readingPerCall(): number {
  const [output] = assistant?.artifactPlan?.structuredOutputs ?? [];
  const model = output?.model?.provider === "openai" ? output.model : undefined;
  const transcript = 2 * SPOKEN_TOKENS_PER_MINUTE * TALK_MINUTES;
  const input = tokensOf(model?.messages) + tokensOf(output?.schema) + transcript;
  return input * PRICE.inputToken + ANSWER_TOKENS * PRICE.outputToken;
}

type Part = { name: string; perMinute?: number; perCall?: number; source: string };

const PARTS: readonly Part[] = [
  { name: "Vapi itself", perMinute: PRICE.vapiMinute, source: "docs.vapi.ai/pricing" },
  {
    name: "Telephony: Twilio to a US number",
    perMinute: PRICE.telephonyMinute,
    source: "twilio.com/en-us/voice/pricing/us",
  },
  {
    name: "Model on the phone (`gpt-5.6-terra`)",
    perMinute: talkingPerMinute(),
    source: "developers.openai.com/api/docs/models/gpt-5.6-terra",
  },
  { name: "Voice (Vapi)", perMinute: PRICE.voiceMinute, source: "estimate; Vapi → Billing" },
  {
    name: "Transcriber (`nova-3`, both sides)",
    perMinute: PRICE.transcriptionMinute,
    source: "deepgram.com/pricing",
  },
  { name: "Reading the transcript", perCall: readingPerCall(), source: "as the model" },
  {
    name: `Inngest, ${EXECUTIONS_PER_CALL} executions, beyond those of the plan`,
    perCall: EXECUTIONS_PER_CALL * PRICE.execution,
    source: "inngest.com/pricing",
  },
];

const costOf = ({ perMinute = 0, perCall = 0 }: Part): number => perMinute * TALK_MINUTES + perCall;
const usd = (amount: number, digits = 4): string => `$${amount.toFixed(digits)}`;
const callTotal = PARTS.reduce((sum, part) => sum + costOf(part), 0);

function partsTable(): string[] {
  const cell = (amount: number | undefined) => (amount === undefined ? "" : usd(amount));
  return [
    `| Part | A minute | A call of ${TALK_MINUTES} min | Price from |`,
    "|---|---|---|---|",
    ...PARTS.map(
      (part) =>
        `| ${part.name} | ${cell(part.perMinute)} | ${cell(costOf(part))} | ${part.source} |`,
    ),
    `| **Together** | **${usd(callTotal / TALK_MINUTES)}** | **${usd(callTotal)}** | |`,
  ];
}

const FIXED: readonly [string, number, string][] = [
  [
    "Supabase Pro (the free plan pauses after a week without use)",
    PRICE.supabaseMonth,
    "supabase.com/pricing",
  ],
  ["Vercel Pro, one person (Hobby is not for business)", PRICE.vercelMonth, "vercel.com/pricing"],
  ["One phone number", PRICE.numberMonth, "twilio.com/en-us/voice/pricing/us"],
];
const fixedTotal = FIXED.reduce((sum, [, amount]) => sum + amount, 0);

/** Executions that Inngest's free plan has a month. */
const FREE_EXECUTIONS = 50_000;

function monthTable(): string[] {
  const volumes = [100, 1_000, 10_000];
  const inngest = (calls: number) =>
    calls * EXECUTIONS_PER_CALL < FREE_EXECUTIONS ? 0 : PRICE.inngestProMonth;
  return [
    "| A month | Amount | Price from |",
    "|---|---|---|",
    ...FIXED.map(([name, amount, source]) => `| ${name} | ${usd(amount, 2)} | ${source} |`),
    `| Inngest: up to ${FREE_EXECUTIONS.toLocaleString("en-US")} executions | $0.00 | inngest.com/pricing |`,
    `| Inngest Pro, beyond that | ${usd(PRICE.inngestProMonth, 2)} | inngest.com/pricing |`,
    `| Each of Vapi's lines beyond 10 | ${usd(PRICE.lineMonth, 2)} | docs.vapi.ai/calls/call-concurrency |`,
    "",
    "| Answered calls a month | Calls | Fixed | Together | A call |",
    "|---|---|---|---|---|",
    ...volumes.map((calls) => {
      const fixed = fixedTotal + inngest(calls);
      const variable = calls * callTotal;
      const all = fixed + variable;
      return `| ${calls.toLocaleString("en-US")} | ${usd(variable, 0)} | ${usd(fixed, 0)} | ${usd(all, 0)} | ${usd(all / calls, 2)} |`;
    }),
  ];
}

export function makeCostTables(): string {
  const { "*": assumed = 0 } = envShape.CALL_USD_PER_MINUTE.parse(undefined);
  return [
    ...partsTable(),
    "",
    `Caps and the estimate before calling take \`CALL_USD_PER_MINUTE\`, ${usd(assumed, 2)} if it is not set.`,
    "",
    ...monthTable(),
  ].join("\n");
}

export const putCostTables = (page: string, tables: string): string =>
  putTable(page, tables, "costs", "docs:cost");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tables = makeCostTables();
  process.stdout.write(`${tables}\n`);
  await writeFile(COSTS, putCostTables(await readFile(COSTS, "utf8"), tables));
}
