/** Calling codes of one and two digits; all others have three (ITU E.164, the list of assigned codes). */
const SHORT_CODES = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * "+1 864 555 0100", "+49 309 018 20": the calling code apart and the rest in threes, the last group of two to four.
 * Groups as each country writes them would take its numbering plan, which pages do not load for this.
 */
export function formatPhone(e164: string): string {
  if (!/^\+\d{5,15}$/.test(e164)) return e164;
  const digits = e164.slice(1);
  const code = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
  return `+${code} ${digits.slice(code.length).replace(/\d{3}(?=\d{2})/g, "$& ")}`;
}

type Dialable = { phone: string; phoneExtension: string | null };

/** "+1 864 555 0100 ext. 12": a number as it is dialed to the end. */
export const formatNumber = ({ phone, phoneExtension }: Dialable): string =>
  `${formatPhone(phone)}${phoneExtension ? ` ext. ${phoneExtension}` : ""}`;

/** The same for a link to the phone (RFC 3966). */
export const telLink = ({ phone, phoneExtension }: Dialable): string =>
  `tel:${phone}${phoneExtension ? `;ext=${phoneExtension}` : ""}`;
