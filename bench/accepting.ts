import {
  ordinaryNumbers,
  type Person,
  type Product,
  SERVICE_REQUEST,
} from "@/tests/support/product";
import { latencyRow, type Row, time } from "./measure";

// The bigger the batch, the fewer runs: enough for a median, and some seconds in all.
const SIZES: [providers: number, runs: number][] = [
  [1, 40],
  [10, 40],
  [100, 20],
  [1000, 8],
];

const POLLS = 20;

/**
 * From the request to 202, by number of providers, and what a poll of the largest batch costs. All lines are taken
 * meanwhile, so that what is measured is the request and not the calls that follow from it.
 */
export async function measureAccepting(product: Product): Promise<[Row[], Row[]]> {
  const person = await product.signUp();
  await takeAllLines(product, person);
  let next = 0;
  // Another title each time: an equal body would be the same batch.
  const accept = (count: number) => {
    next += 1;
    const serviceRequest = { ...SERVICE_REQUEST, title: `Job ${next}` };
    return product.call(person, ordinaryNumbers(count), { serviceRequest });
  };
  await accept(1);

  const rows: Row[] = [];
  let base: number[] | undefined;
  let largest = "";
  for (const [providers, runs] of SIZES) {
    const samples = await time(runs, async () => {
      largest = (await accept(providers)).serviceRequestId;
    });
    rows.push(latencyRow(providers === 1 ? "1 provider" : `${providers} providers`, samples, base));
    base ??= samples;
  }
  return [rows, await measurePolls(product, person, largest)];
}

/** One call that talks for hours, on the only line there is. */
async function takeAllLines(product: Product, person: Person): Promise<void> {
  const number = "+18645550100";
  await fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/script`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ number, next: [{ behavior: "flat-quote", talkSeconds: 100_000 }] }),
  });
  const { serviceRequestId } = await product.call(person, [number]);
  for (;;) {
    const { providers } = await product.status(person, serviceRequestId);
    if (providers[0]?.callStatus === "in_progress") return;
  }
}

async function measurePolls(product: Product, person: Person, id: string): Promise<Row[]> {
  const poll = (headers?: Record<string, string>) =>
    product.request(person, "GET", `/api/v1/providers/batch-status/${id}`, undefined, headers);
  const first = await poll();
  const bytes = (await first.arrayBuffer()).byteLength;
  const etag = first.headers.get("etag") ?? "";
  const full = await time(POLLS, async () => (await poll()).arrayBuffer());
  const unchanged = await time(POLLS, async () => (await poll({ "if-none-match": etag })).text());
  return [
    latencyRow(`1,000 providers, ${Math.round(bytes / 1024)} KiB`, full),
    latencyRow("the same, unchanged (304)", unchanged, full),
  ];
}
