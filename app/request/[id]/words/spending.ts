import type { LiveBatch } from "@/lib/batches/live-state";

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

/** "$1.35 of $10.00 used, $2.60 set aside for live calls"; null before there is a batch. Pure. */
export function describeSpending({ spending }: LiveBatch, isSimulated: boolean): string | null {
  if (!spending) return null;
  const { capUsd, spentUsd, reservedUsd } = spending;
  const aside = reservedUsd > 0 ? `, ${usd(reservedUsd)} set aside for live calls` : "";
  return `${isSimulated ? "Simulated: " : ""}${usd(spentUsd)} of ${usd(capUsd)} used${aside}`;
}
