import fc from "fast-check";
import { allPhones, type CountryCode } from "@/lib/phones/parse-phone";
import { readList } from "./read-list";

/** Files made up of what exports have: columns in any order, some of them full of what looks like a number to call. */

type Language = {
  country: CountryCode;
  name: string[];
  phone: string[];
  fax: string[];
  /** Title, and the cells below it. */
  noise: Record<string, string>;
  /** `#` is any digit, all of them in numbers that nobody has or that are reserved for fiction. */
  numbers: string[];
  companies: string[];
};

const LANGUAGES: Language[] = [
  {
    country: "US",
    name: ["Company", "Business Name", "name", "Account Name", "company_name", "Customer"],
    phone: [
      "Phone",
      "Phone Number (Work)",
      "phone_number",
      "Phone 1 - Value",
      "Mobile",
      "Business Phone",
      "Tel.",
    ],
    fax: ["Fax", "Fax Number", "Business Fax"],
    noise: {
      id: "Record ID",
      date: "Created Date",
      price: "Deal Amount",
      postcode: "Postal Code",
      lat: "Latitude",
      coordinates: "Coordinates",
      uuid: "external_id",
      url: "Website",
      email: "Email",
      flag: "Verified",
      count: "#",
      category: "Category",
      address: "Street Address",
    },
    numbers: [
      "(864) 555-01##",
      "212-555-01##",
      "+1 305 555 01##",
      "415.555.01##",
      "1-303-555-01##",
      "20655501##",
    ],
    companies: [
      "Acme Plumbing",
      'Smith, Jones "& Sons"',
      "24/7 Drains",
      "Route 66 Rooter",
      "O'Neil; Partners",
      "A|B Heating",
    ],
  },
  {
    country: "DE",
    name: ["Firma", "Unternehmen", "Firmenname"],
    phone: ["Telefon", "Telefonnummer", "Tel.-Nr.", "Rufnummer", "Telefon (geschäftlich)"],
    fax: ["Fax", "Telefax", "Faxnummer"],
    noise: {
      id: "Kundennummer",
      date: "Datum",
      price: "Umsatz",
      postcode: "PLZ",
      lat: "Breite",
      coordinates: "Koordinaten",
      uuid: "UUID",
      url: "Webseite",
      email: "E-Mail",
      flag: "Aktiv",
      count: "Lfd. Nr.",
      category: "Branche",
      address: "Straße",
    },
    numbers: [
      "030 23125 0##",
      "(030) 23125-1##",
      "+49 40 66969 0##",
      "0049 89 99998 0##",
      "0171 39200##",
    ],
    companies: ["Müller & Söhne", "Rohrfrei Köln", "Bäder, Gaß und mehr", "Glas-Weiß"],
  },
  {
    country: "FR",
    name: ["Société", "Entreprise", "Raison sociale", "Nom"],
    phone: ["Téléphone", "N° de téléphone", "Tél.", "Portable"],
    fax: ["Fax", "Télécopie"],
    noise: {
      id: "Référence",
      date: "Date de création",
      price: "Prix",
      postcode: "Code postal",
      lat: "Latitude",
      coordinates: "Coordonnées GPS",
      uuid: "Identifiant",
      url: "Site web",
      email: "Courriel",
      flag: "Actif",
      count: "N°",
      category: "Catégorie",
      address: "Adresse",
    },
    numbers: ["01 99 00 12 ##", "02.61.91.34.##", "+33 3 53 01 56 ##", "06 39 98 78 ##"],
    companies: ["Café Éclair", "Plomberie Lefèvre", "Chauffage, Gaz & Cie"],
  },
  {
    country: "PL",
    name: ["Nazwa", "Firma", "Nazwa firmy"],
    phone: ["Telefon", "Numer telefonu", "Tel. kom.", "Telefon kontaktowy"],
    fax: ["Faks", "Fax"],
    noise: {
      id: "ID klienta",
      date: "Data",
      price: "Cena",
      postcode: "Kod pocztowy",
      lat: "Szerokość",
      coordinates: "Współrzędne GPS",
      uuid: "UUID",
      url: "Strona www",
      email: "E-mail",
      flag: "Aktywny",
      count: "Lp.",
      category: "Kategoria",
      address: "Ulica",
    },
    numbers: ["22 555 01 ##", "+48 12 345 67 ##", "601 234 5##", "(22) 621 03 ##"],
    companies: ["Zakład Usług Żółć", "Hydraulik Wiśniewski", "Gaz, Woda i Ciepło"],
  },
  {
    country: "GB",
    name: ["Business", "Trading name", "Organisation"],
    phone: ["Telephone", "Tel no", "Contact number", "Landline", "Work phone"],
    fax: ["Fax", "Fax no"],
    noise: {
      id: "Account No",
      date: "Date added",
      price: "Price",
      postcode: "Postcode",
      lat: "lat",
      coordinates: "Coordinates",
      uuid: "guid",
      url: "URL",
      email: "Email address",
      flag: "Opt-in",
      count: "No.",
      category: "Sector",
      address: "Address",
    },
    numbers: [
      "020 7946 0###",
      "+44 161 496 0###",
      "(0117) 496 0###",
      "07700 900###",
      "0044 20 7946 0###",
    ],
    companies: ["Acme Boilers Ltd", "Jones, Davies & Co", "Bath's Best"],
  },
];

/** Cells that must never be called, nor name anybody: ten digits that are a number somewhere among them. */
const NOISE: Record<string, (pick: (most: number) => number) => string> = {
  id: (pick) => `${2 + pick(7)}${String(10_000_000 + pick(89_999_999))}${pick(9)}`,
  date: (pick) =>
    [
      `20${10 + pick(16)}-0${1 + pick(8)}-1${pick(9)}`,
      `1${pick(9)}/0${1 + pick(8)}/2024`,
      `1${pick(9)}.0${1 + pick(8)}.2024`,
    ][pick(2)] ?? "",
  price: (pick) =>
    [`$${pick(9000)}.50`, `${pick(900_000)}.00`, `${100 + pick(800)},99`, `${pick(900)} EUR`][
      pick(3)
    ] ?? "",
  postcode: (pick) =>
    [`${10_000 + pick(89_999)}`, `${10 + pick(80)}-${100 + pick(800)}`, "SW1A 1AA"][pick(2)] ?? "",
  lat: (pick) => `${pick(1) ? "-" : ""}${pick(89)}.${1_000_000 + pick(8_999_999)}`,
  coordinates: (pick) =>
    `${pick(89)}.${100_000 + pick(899_999)}, -${pick(89)}.${100_000 + pick(899_999)}`,
  uuid: (pick) => `3f2b7c1e-${1000 + pick(8999)}-4222-8333-${100_000_000_000 + pick(800_000_000)}`,
  url: (pick) => `https://example.com/${pick(9_999_999)}`,
  email: (pick) => `info${pick(99)}@example.com`,
  flag: (pick) => ["true", "false", "yes", "nein", "1"][pick(4)] ?? "",
  count: (pick) => String(1 + pick(20_000)),
  category: (pick) => ["Plumber", "Gas", "Heating"][pick(2)] ?? "",
  address: (pick) => `${1 + pick(9000)} Main Street`,
};

type Row = { line: number; name: string; phone: string };

export type GeneratedFile = {
  bytes: Uint8Array;
  country: string;
  hasTitles: boolean;
  /** What is to be called, in order; numbers differ. */
  rows: Row[];
  entries: number;
};

/** Any such file. */
export const generatedFile: fc.Arbitrary<GeneratedFile> = fc
  .record({
    seed: fc.nat(),
    language: fc.constantFrom(...LANGUAGES),
    noise: fc.uniqueArray(fc.constantFrom(...Object.keys(NOISE), "fax"), { maxLength: 8 }),
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    encoding: fc.constantFrom("utf-8", "utf-8 bom", "utf-16le", "utf-16be", "latin1"),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r", "\u2028"),
    quotes: fc.constantFrom("all", "needed"),
    above: fc.constantFrom("none", "title", "blank"),
    hasTitles: fc.boolean(),
    hasNotes: fc.boolean(),
    rows: fc.integer({ min: 1, max: 12 }),
  })
  .map(build)
  .filter(({ entries }) => entries > 0);

function build(options: {
  seed: number;
  language: Language;
  noise: string[];
  delimiter: string;
  encoding: string;
  lineEnd: string;
  quotes: string;
  above: string;
  hasTitles: boolean;
  hasNotes: boolean;
  rows: number;
}): GeneratedFile {
  const { language, delimiter, quotes, hasTitles } = options;
  let state = options.seed;
  const pick = (most: number) => {
    // The generator of "Numerical Recipes"; its low bits repeat.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * (most + 1));
  };
  const one = (from: string[]) => from[pick(from.length - 1)] ?? "";
  const kinds = ["name", "phone", ...options.noise, ...(options.hasNotes ? ["notes"] : [])];
  // Any order of the columns.
  for (let index = kinds.length - 1; index > 0; index--) {
    const other = pick(index);
    [kinds[index], kinds[other]] = [kinds[other] ?? "", kinds[index] ?? ""];
  }
  const title = (kind: string) => {
    if (kind === "notes") return "Notes";
    if (kind === "name" || kind === "phone" || kind === "fax") return one(language[kind]);
    return language.noise[kind] ?? kind;
  };
  const number = (index: number) =>
    one(language.numbers).replace(/#+$/, (marks) => String(10 + index).padStart(marks.length, "0"));
  const quote = (cell: string) =>
    quotes === "all" || /["\r\n\u2028]/.test(cell) || cell.includes(delimiter)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  const isText = /^(?:utf-8|utf-16)/.test(options.encoding);
  const end = isText || options.lineEnd !== "\u2028" ? options.lineEnd : "\n";

  const lines: string[] = [];
  let entries = 0;
  const add = (cells: string[]) => {
    const text = cells.map(quote).join(delimiter);
    lines.push(...text.split("\n"));
    entries += 1;
  };
  if (hasTitles) {
    if (options.above === "title") add(["My businesses"]);
    if (options.above === "blank") add([""]);
    add(kinds.map(title));
  }
  const rows: Row[] = [];
  const used = new Set<string>();
  for (let index = 0; index < options.rows; index++) {
    const name = `${one(language.companies)} ${String.fromCharCode(65 + index)}x`;
    const phone = number(index);
    const reading = allPhones.read(phone, language.country);
    if (!reading.ok || used.has(reading.e164)) continue;
    used.add(reading.e164);
    rows.push({ line: lines.length + 1, name, phone: reading.e164 });
    add(
      kinds.map((kind) => {
        if (kind === "name") return name;
        if (kind === "phone") return phone;
        if (kind === "fax") return number(50 + index);
        if (kind === "notes") return `Ask for\nJane at ${number(70 + index)}\nor later`;
        return NOISE[kind]?.(pick) ?? "";
      }),
    );
  }
  const text = lines.join(end) + (pick(1) ? end : "");
  return {
    bytes: encode(text, options.encoding),
    country: language.country,
    hasTitles,
    rows,
    entries,
  };
}

function encode(text: string, encoding: string): Uint8Array {
  if (encoding === "utf-16le") return new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
  if (encoding === "utf-16be")
    return new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16());
  // Letters that Latin-1 does not have are written without it.
  const isLatin = encoding === "latin1" && !/[^\0-\u00ff]/.test(text);
  return isLatin
    ? new Uint8Array(Buffer.from(text, "latin1"))
    : new TextEncoder().encode((encoding === "utf-8 bom" ? "\ufeff" : "") + text);
}

/**
 * Reads a file and compares.
 * @returns what is wrong: nothing dropped silently, nothing called but the phone of a row, by the name of that row
 */
export async function findFaults(file: GeneratedFile): Promise<string[]> {
  const { rows, counts, asks } = await readList(file.bytes, { country: file.country });
  const faults: string[] = [];
  const { called, merged, refused, ignored, lines } = counts;
  if (called + merged + refused + ignored !== lines || rows.length !== lines)
    faults.push(`the counts do not add up: ${JSON.stringify(counts)}`);
  const expected = new Map(file.rows.map((row) => [row.line, row]));
  for (const { line, verdict, name, phone } of rows) {
    if (verdict !== "call") continue;
    const right = expected.get(line);
    if (phone !== right?.phone)
      faults.push(`wrong dial in line ${line}: ${phone}, not ${right?.phone}`);
    else if (name !== right?.name)
      faults.push(`wrong name in line ${line}: ${name}, not ${right?.name}`);
  }
  const found = new Set(rows.map(({ line }) => line));
  for (const { line } of file.rows)
    if (!found.has(line)) faults.push(`line ${line} is not told of`);
  if (file.hasTitles && lines !== file.entries)
    faults.push(`${lines} entries, not ${file.entries}`);
  if (file.hasTitles && (asks || called !== file.rows.length))
    faults.push(`${called} of ${file.rows.length} are called; asks ${asks}`);
  return faults;
}
