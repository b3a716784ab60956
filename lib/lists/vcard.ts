import Papa from "papaparse";

/** Contacts of an address book (vCard 2.1 to 4.0) as a table. */
export type Contacts = {
  /** CSV with column names. */
  text: string;
  /** Line of the file on which each contact begins. */
  lines: number[];
};

/** Reads the contacts of a .vcf file. The preferred number comes first; those of a fax or a pager are left out. */
export function readContacts(file: string): Contacts {
  const cards: Card[] = [];
  const lines: number[] = [];
  let card: Card | null = null;
  for (const { text, line } of unfold(file)) {
    const [, head = "", value = ""] = /^((?:"[^"]*"|[^":])*):(.*)$/s.exec(text) ?? [];
    const [property = "", ...parameters] = head.toUpperCase().split(";");
    const words = plain(value, parameters);
    switch (property.replace(/^.*\./, "").trim()) {
      case "BEGIN":
        card = { name: "", org: "", phones: [] };
        cards.push(card);
        lines.push(line);
        break;
      case "FN":
        if (card) card.name ||= words.join(" ");
        break;
      case "ORG":
        if (card) card.org ||= words[0] ?? "";
        break;
      case "N":
        if (card) card.name ||= [words[1], words[0]].filter(Boolean).join(" ");
        break;
      case "TEL":
        if (isCalled(parameters)) {
          const phone = words.join(";").replace(/^tel:/i, "");
          if (isPreferred(parameters)) card?.phones.unshift(phone);
          else card?.phones.push(phone);
        }
        break;
      case "END":
        card = null;
    }
  }
  const most = Math.max(1, ...cards.map(({ phones }) => phones.length));
  const columns = Array.from({ length: most }, (_, index) => index);
  const rows = [
    ["Company", "Name", ...columns.map((index) => `Phone ${index + 1}`)],
    ...cards.map(({ org, name, phones }) => [
      org,
      name,
      ...columns.map((index) => phones[index] ?? ""),
    ]),
  ];
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ")));
  return { text: Papa.unparse(cells, { quotes: true, newline: "\n" }), lines };
}

type Card = { name: string; org: string; phones: string[] };

/** A fax is not called, and of no use as anything else; nor is a number for texts alone. */
function isCalled(parameters: readonly string[]): boolean {
  const types = parameters.filter((part) => !/^(?:VALUE|CHARSET|ENCODING)=/.test(part)).join(",");
  if (/\b(?:FAX|PAGER|MODEM|BBS|TELEX|TEXTPHONE)\b/.test(types)) return false;
  return !/\bTEXT\b/.test(types) || /\b(?:VOICE|CELL)\b/.test(types);
}

const isPreferred = (parameters: readonly string[]): boolean =>
  parameters.some((part) => /\bPREF\b/.test(part) && !/PREF=(?!1\b)/.test(part));

/** A line that begins with a blank goes on with the one above; quoted-printable ones end in "=". */
function unfold(file: string): { text: string; line: number }[] {
  const logical: { text: string; line: number }[] = [];
  file.split(/\r\n|\r|\n/).forEach((text, index) => {
    const before = logical.at(-1);
    if (before && /^[ \t]/.test(text)) before.text += text.slice(1);
    else if (before && /QUOTED-PRINTABLE/i.test(before.text) && before.text.endsWith("="))
      before.text = before.text.slice(0, -1) + text;
    else logical.push({ text, line: index + 1 });
  });
  return logical;
}

/** The parts of a value, which `;` separates. */
function plain(value: string, parameters: readonly string[]): string[] {
  const isQuoted = parameters.some((part) => part.includes("QUOTED-PRINTABLE"));
  const text = isQuoted ? fromQuotedPrintable(value) : value;
  return text
    .split(/(?<!\\);/)
    .map((part) => part.replace(/\\n/gi, " ").replace(/\\(.)/g, "$1").trim());
}

function fromQuotedPrintable(text: string): string {
  const escaped = text.replace(/%/g, "%25").replace(/=([0-9A-F]{2})/gi, "%$1");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return text;
  }
}
