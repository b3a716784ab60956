/** Why calling stopped for everybody, in words; the codes are those of `batches.fault_code`. */
const REASONS: Record<string, string> = {
  credentials: "The phone service does not accept the key of this site.",
  credit: "The phone account has no credit left.",
  daily_cap: "The phone line has reached its limit of calls for today.",
  configuration: "The phone settings of this site are wrong.",
};

export function describeFault(code: string): string {
  return REASONS[code] ?? "The phone service refuses to make further calls.";
}
