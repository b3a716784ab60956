import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { parsePhone } from "@/lib/phones/parse-phone";
import { CALL_STATUSES } from "@/lib/states/attempt";
import type { ProviderStatus, Status } from "@/local/demo/api";
import { DEMO_BATCH } from "@/local/demo/request";
import { createView } from "@/local/demo/view";
import { describeRanking, describeState, isFinal } from "@/local/demo/words";

function provider(
  callStatus: string,
  result: Partial<NonNullable<ProviderStatus["attempt"]["result"]>> | null = null,
): ProviderStatus {
  const price = { kind: "unknown", low: null, high: null, currency: null };
  return {
    id: "1",
    name: "Acme Plumbing",
    phone: "+18645550100",
    callStatus,
    attempt: {
      answeredAt: null,
      result: result && { availability: "unknown", earliestText: null, price, ...result },
    },
  };
}

const status = (...providers: ProviderStatus[]): Status => ({
  isFinal: false,
  fault: null,
  providers,
  ranking: null,
});

test("without a terminal each change is a line of its own, and a state that stays is not repeated", () => {
  const out = new PassThrough();
  let text = "";
  out.on("data", (chunk: Buffer) => (text += chunk));
  const view = createView(out as unknown as NodeJS.WriteStream);
  const price = { kind: "hourly", low: 65, high: 65, currency: "USD" };

  view.show(status(provider("dialing")), 0.4);
  view.show(status(provider("dialing")), 0.9);
  view.show(
    status(provider("completed", { availability: "available", earliestText: "Friday", price })),
    9,
  );

  expect(text.split("\n").slice(0, -1)).toEqual([
    "   0.4 s  Acme Plumbing             dialing",
    "   9.0 s  Acme Plumbing             answered: available, Friday, 65 USD per hour",
  ]);
});

test("the demo has a word for every state of the API, and knows which are final", () => {
  const words = CALL_STATUSES.map((callStatus) => describeState(provider(callStatus)));
  const open = CALL_STATUSES.filter((callStatus) => !isFinal(provider(callStatus)));

  expect(words.filter((word) => /_/.test(word))).toEqual([]);
  expect(open).toEqual(["queued", "claimed", "dialing", "in_progress", "ended"]);
});

test("the ranking names every business in order with the reasons", () => {
  const ranked = {
    ...status(provider("completed")),
    ranking: [] as NonNullable<Status["ranking"]>,
  };
  ranked.ranking.push({ providerId: "1", rank: 1, reasons: ["Can do the job", "$380"] });

  expect(describeRanking(ranked)).toBe("   1  Acme Plumbing: Can do the job; $380");
});

test("the demo's numbers are eight different ones, all reserved for fiction", () => {
  const readings = DEMO_BATCH.providers.map(({ phone }) => parsePhone(phone, "US"));

  expect(new Set(readings.map((reading) => (reading.ok ? reading.e164 : null))).size).toBe(8);
  expect(readings.map((reading) => reading.ok && reading.type)).toEqual(
    Array.from({ length: 8 }, () => "fictitious"),
  );
});
