/** Direction overrides can make a line read as something else than it says; lone surrogates and NUL are refused by Postgres. */
const UNSAFE = /[\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/**
 * Foreign text made fit to store and to show as text: no control characters, no direction overrides, at most `max`
 * UTF-16 units and never half a character. `keepLines` leaves line breaks in (transcripts).
 */
export function plainText(
  value: string,
  max: number,
  options: { keepLines?: boolean } = {},
): string {
  const text = value
    // Cut roughly first: a body of megabytes is not searched to its end.
    .slice(0, max * 2 + 100)
    .replace(options.keepLines ? /[^\P{Cc}\n]+/gu : /\p{Cc}+/gu, " ")
    .replace(UNSAFE, "")
    .trim();
  return text.length > max
    ? `${text
        .slice(0, max - 1)
        .replace(UNSAFE, "")
        .trimEnd()}…`
    : text;
}
