import { monotonicFactory, ulid } from "ulid";

const nextUlid = monotonicFactory();

/** A new ULID, larger than every one before it. */
export function newId(): string {
  return nextUlid();
}

/**
 * The id of event number `index` (from 1) of a request that carries `x-inngest-event-id-seed:
 * <ms>,<base64 of 10 bytes>`. The SDK repeats the seed when it repeats a request, so an event whose
 * answer got lost gets the same id again and starts nothing twice. Undefined for an unusable seed.
 */
export function seededId(seed: string | undefined, index: number): string | undefined {
  const [millis, base64] = seed?.split(",") ?? [];
  const entropy = Buffer.from(base64 ?? "", "base64");
  const timeMs = Number(millis);
  if (entropy.length !== 10 || !Number.isSafeInteger(timeMs) || timeMs <= 0) return undefined;

  entropy.writeUInt32BE((entropy.readUInt32BE(6) + index) >>> 0, 6);
  let rest = BigInt(`0x${entropy.toString("hex")}`);
  // The library asks for 16 digits of base 32, the last one first, each as a fraction of 32.
  return ulid(timeMs, () => {
    const digit = Number(rest & 31n);
    rest >>= 5n;
    return digit / 32;
  });
}
