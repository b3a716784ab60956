import { isRecord } from "@/lib/is-record";
import { formatTime } from "../format-time";

/**
 * A problem document (RFC 9457) in a sentence or two. When a limit resets is told by the clock of the reader.
 * @param retryAfter header of the answer: seconds until then
 */
export function describeProblem(problem: unknown, retryAfter: string | null): string {
  const { code, title, detail, hint, errors } = isRecord(problem) ? problem : {};
  const fields = Array.isArray(errors) ? errors.filter(isRecord) : [];
  const isTimed = code === "limit_reached" && retryAfter !== null;
  const resetsAt = new Date(Date.now() + Number(retryAfter) * 1000).toISOString();
  const words =
    fields.length > 0
      ? fields.flatMap((field) => [field.detail, field.fix])
      : [detail ?? title, isTimed ? `This resets at ${formatTime(resetsAt)}.` : hint];
  return (
    words.filter((part) => typeof part === "string" && part !== "").join(" ") ||
    "The site could not do this. Try again."
  );
}
