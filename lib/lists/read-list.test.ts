import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { isGrouped, isNameLike, isNoise } from "./cells";
import { MOST_LIST_BYTES, NotAList } from "./open-file";
import { readList } from "./read-list";
import type { ListOptions, ListReading } from "./reading";

/** What is called: name and number. */
const called = ({ rows }: ListReading) =>
  rows.flatMap(({ verdict, name, phone }) => (verdict === "call" ? [[name, phone]] : []));
const read = async (text: string | Uint8Array, options?: ListOptions) =>
  called(await readList(text, options));

const ACME = ["Acme", "+18645550100"];
const BEST = ["Best", "+18645550101"];
const CO = ["Co", "+18645550102"];

describe("1, 2: what is called is decided for the whole table", () => {
  test.each([
    "Record ID,Company,Phone Number (Work)\n5512345678,Acme,864-555-0100",
    "Company,Fax,Phone Number (Work)\nAcme,864-555-0109,864-555-0100",
    "Phone;Telefax;Firma\n864-555-0100;864-555-0109;Acme",
    "Company,Do Not Call Phone,Old phone,Phone\nAcme,864-555-0108,864-555-0109,864-555-0100",
    "Company,Order No,Call\nAcme,4152007986,(864) 555-0100",
    "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\nAcme,Work Fax,8645550109,Work,8645550100",
  ])("%j", async (text) => {
    expect(await read(text)).toEqual([ACME]);
  });

  test.each([
    ["without titles", "4152007986,Acme,864-555-0100\n4152007987,Best,864-555-0101"],
    ["in one row", "4152007986,Acme,864-555-0100"],
    ["under titles that say nothing", "Company,Alpha,Beta\nAcme,4152007986,864-555-0100"],
    [
      "bare digits under such a title",
      "Company,City,Alpha\nAcme,Ulm,4152007986\nBest,Ulm,4152007987",
    ],
  ])("two columns that could be the phone are a question: %s", async (_, text) => {
    const reading = await readList(text);
    expect(reading).toMatchObject({ asks: "phone", counts: { called: 0 } });
    expect(reading.columns?.samples.some((cells) => cells.includes("4152007986"))).toBe(true);
  });

  test("the answer is the column that a person has chosen", async () => {
    const text = "4152007986,Acme,864-555-0100\n4152007987,Best,864-555-0101";
    const columns = { phone: [2], name: [1] };
    expect(await readList(text, { columns })).toMatchObject({ asks: null, columns });
    expect(await read(text, { columns })).toEqual([ACME, BEST]);
    expect(await read(text, { columns: { phone: [2] } })).toEqual([ACME, BEST]);
  });

  test("what was read can be read otherwise", async () => {
    const text = "Company,Contact,Phone,Mobile\nAcme,Jane Doe,8645550100,8645550101";
    const { columns } = await readList(text);
    expect(columns).toMatchObject({
      titles: ["Company", "Contact", "Phone", "Mobile"],
      phone: [2, 3],
      name: [0],
    });
    expect(await read(text, { columns: { phone: [3], name: [1] } })).toEqual([
      ["Jane Doe", BEST[1]],
    ]);
  });

  test("a row with more cells than titles is refused: its cells have moved", async () => {
    const { rows } = await readList(
      "Name,Account,Phone\nAcme, Inc,8645550199,8645550100\nBest,7,8645550101",
    );
    expect(rows[1]).toMatchObject({
      verdict: "refused",
      reason: expect.stringContaining("4 cells"),
    });
  });
});

describe("3: no business is lost and none has the name of two", () => {
  test.each([
    "Acme, 864-555-0100; Best, 864-555-0101; Co, 864-555-0102",
    "Acme, 864-555-0100, Best, 864-555-0101, Co, 864-555-0102",
    "Acme 864-555-0100 | Best 864-555-0101 | Co 864-555-0102",
    "Acme: 864-555-0100 / Best: 864-555-0101 / Co: 864-555-0102",
    "Acme, 864-555-0100\u2028Best, 864-555-0101\u2029Co, 864-555-0102",
    "Acme, 864-555-0100\u0085Best, 864-555-0101\rCo, 864-555-0102",
  ])("%j", async (text) => {
    expect(await read(text)).toEqual([ACME, BEST, CO]);
  });

  test.each([
    "Acme 864-555-0100 Best 864-555-0101",
    "Acme 864-555-0100 and Best, 864-555-0101",
    "Name,Phone\nAcme 864-555-0100,864-555-0101",
  ])("refused: %j", async (text) => {
    const { rows, counts } = await readList(text);
    expect(counts.called).toBe(0);
    expect(rows.at(-1)?.reason).toMatch(/has a phone number in it|more than one/);
  });
});

describe("4: names come from names", () => {
  const uuid = "3f2b7c1e-1111-4222-8333-123456789abc";
  test.each([
    [`input_id,link,title,category,phone\n${uuid},https://example.com/a,Acme,Plumber,864-555-0100`],
    ["phone number,ignore e164 validation,customer_name\n8645550100,true,Acme"],
    ["Record ID,First Name,Last Name,Company,Phone\n123,Jane,Doe,Acme,8645550100"],
    ["Id,Campaign,Tel,Contact Name\n1,Spring,8645550100,Acme"],
    ["Lp.;Nazwa;Telefon\n1;Acme;8645550100"],
    ["Company ID,Website,Account Name,Company Phone\n77,acme.example,Acme,8645550100"],
    ["ИНН;Название;Телефон\n7701;Acme;8645550100"],
    ["Straße;Firmenname;Telefonnummer\nHauptstr. 1;Acme;8645550100"],
    ["Adresse,Nom de l'entreprise,N° de téléphone\n1 rue X,Acme,8645550100"],
    [`Ref,Fournisseur X,Phone\n${uuid},Acme,8645550100`],
  ])("%j", async (text) => {
    expect(await read(text)).toEqual([ACME]);
  });

  test.each([
    ["First Name,Last Name,Phone\nJane,Doe,8645550100", "Jane Doe"],
    ["Name;Vorname;Telefon\nMüller;Anna;8645550100", "Anna Müller"],
    ["Nombre;Apellidos;Teléfono\nAna;Ruiz;8645550100", "Ana Ruiz"],
    ["Company,First Name,Last Name,Phone\n,Jane,Doe,8645550100", "Jane Doe"],
  ])("parts are joined: %j", async (text, name) => {
    expect(await read(text)).toEqual([[name, "+18645550100"]]);
  });

  test("two columns that could be the name are a question", async () => {
    const text = "Alpha,Beta,Phone\nAcme,Ulm,8645550100\nBest,Bonn,8645550101";
    expect(await readList(text)).toMatchObject({ asks: "name", counts: { called: 0 } });
    expect(await read(text, { columns: { name: [0] } })).toEqual([ACME, BEST]);
  });

  test("words that are of another kind by their title name nobody until a person says so", async () => {
    expect(await readList("Category,Phone\nPlumber,8645550100")).toMatchObject({ asks: "name" });
  });

  test.each([
    uuid,
    "true",
    "Yes",
    "17",
    "2024-03-15",
    "15.03.2024",
    "34.8526, -82.3940",
    "$12.50",
    "info@example.com",
    "https://example.com",
    "acme.example/contact",
    "ChIJN1t_tDeuEmsRUsoyG83frY4",
    "AB-1042",
    "Mon 9-17:00",
  ])("%s is no name", (cell) => {
    expect(isNameLike(cell)).toBe(false);
  });
});

describe("5: phones by any name", () => {
  test.each([
    "Phone (primary)",
    "Phones",
    "formatted_phone_number",
    "Phone 1 - Value",
    "电话",
    "Телефон",
    "PhoneNumber",
    "Téléphone portable",
    "Nº de teléfono",
    "Puhelin",
    "Telefonszám",
    "Τηλέφωνο",
    "電話番号",
    "전화번호",
    "Handynummer",
    "Tel.",
  ])("%s", async (title) => {
    expect(await read(`Name;${title}\nAcme;8645550100`)).toEqual([ACME]);
  });

  test("in each row the first that can be called", async () => {
    const text =
      "Name,Phone,Mobile,Fax\nAcme,,864-555-0100,\nBest,n/a,864-555-0101,\nCo,,,864-555-0102";
    expect(await read(text)).toEqual([ACME, BEST]);
  });

  test.each(["My list 2024\n", "My list,,\n,,\n", "Plumbers in Greenville\n\n"])(
    "titles may stand below %j",
    async (above) => {
      const { counts } = await readList(`${above}Name,City,Phone\nAcme,Ulm,8645550100`);
      expect(counts).toMatchObject({ called: 1, refused: 0 });
    },
  );
});

test.each([
  ["Name;Phone\nAcme;8645550100,00", undefined],
  ["Name,Phone\nAcme,8645550100.0", undefined],
  ["Name,Phone,Ext\nAcme,8645550100,12.0", "12"],
  ["Name,Phone,Durchwahl\nAcme,8645550100,x12", "12"],
  ['Name,Phone\nAcme,="8645550100"', undefined],
  ['Name,Phone\nAcme,"=""8645550100"""', undefined],
])("6: what a spreadsheet makes of numbers: %j", async (text, extension) => {
  const { rows } = await readList(text);
  expect(rows[1]).toMatchObject({ verdict: "call", phone: ACME[1] });
  expect(rows[1]?.extension).toBe(extension);
});

test("7: a quoted cell may have any number of lines, and what is in it is no business", async () => {
  const notes = Array.from({ length: 60 }, (_, index) => `Call ${index}, 864-555-0199`).join("\n");
  const text = `Name,Notes,Phone\nAcme,"${notes}",8645550100\nBest,"a ""b""\nc",8645550101`;
  const reading = await readList(text);
  expect(called(reading)).toEqual([ACME, BEST]);
  expect(reading.rows.map(({ line }) => line)).toEqual([1, 2, 62]);
});

test.each([
  ["Acme, 864-555-0100 (12)", /x12/],
  ["Acme, 864-555-0100-12", /x12/],
  ["Acme, 864-555-0100 864-555-0101", /more than one/],
  ["Acme, 864-555-0100 ::: 864-555-0101", /more than one/],
  ["Name,Phone\nAcme,N/A", /no phone number/],
  ["Name,Phone\nAcme,Fax: 864-555-0100", /fax/],
])("8, 9: the true reason: %j", async (text, reason) => {
  const row = (await readList(text)).rows.at(-1);
  expect(row?.verdict).toBe("refused");
  expect(`${row?.reason} ${row?.fix}`).toMatch(reason);
  expect(row?.fix).not.toMatch(/CN number/);
});

test.each([
  "☎ 864-555-0100",
  "📞864-555-0100",
  "tel:+18645550100",
  "callto:+18645550100",
  "https://wa.me/18645550100",
  "P: 864-555-0100",
  "Ph# 864-555-0100",
  "Telefon: 864-555-0100",
  "Tél. : 864-555-0100",
  "864-555-0100 (cell)",
  "864-555-0100 mobile",
  "864·555·0100",
  "864 • 555 • 0100",
  "M 864-555-0100".replace("M ", "M: "),
])("9: read: %s", async (written) => {
  expect(await read(`Acme, ${written}`)).toEqual([ACME]);
  expect(await read(`Name;Phone\nAcme;${written}`)).toEqual([ACME]);
});

test.each(["621", "679", "924"])(
  "10: area code %s is called once a person confirms it",
  async (area) => {
    const text = `Acme, ${area}-234-5678`;
    const phone = `+1${area}2345678`;
    const [row] = (await readList(text)).rows;
    expect(row).toMatchObject({ verdict: "refused", needsConfirmation: true, phone });
    expect(row?.reason).toMatch(/numbering plans of 20\d\d-\d\d-\d\d/);
    expect(await read(text, { confirmed: [phone] })).toEqual([["Acme", phone]]);
  },
);

test.each(["Name,Phone\n", ""])(
  "11: the column decides, not the name (titles %j)",
  async (titles) => {
    const text = `${titles}1-800-GOT-JUNK,864-555-0100\nBest,864-555-0101\nCo,864-555-0102`;
    expect(await read(text)).toEqual([["1-800-GOT-JUNK", ACME[1]], BEST, CO]);
  },
);

test.each([
  "| Name | Phone |\n|---|---|\n| Acme | 864-555-0100 |",
  "* Acme (864-555-0100)",
  "Acme <864-555-0100>",
  "[Acme](tel:+18645550100)",
  "1. Acme: 864-555-0100",
])("what notes and chats make of a list: %j", async (text) => {
  const reading = await readList(text);
  expect(called(reading)).toEqual([ACME]);
  expect(reading.counts.refused).toBe(0);
});

describe("12: encodings", () => {
  /** Letters that stand at another place than in Latin-1. */
  const encode = (text: string, high: Record<string, number>) =>
    Uint8Array.from(text, (letter) => high[letter] ?? letter.charCodeAt(0));
  test.each<[string, Uint8Array, string]>([
    [
      "macintosh",
      encode("Société;Téléphone\nMüller Éclair;8645550100", { é: 0x8e, ü: 0x9f, É: 0x83 }),
      "Müller Éclair",
    ],
    [
      "windows-1252",
      encode("Name;Phone\nMüller’s Café – Ost;8645550100", { "’": 0x92, "–": 0x96 }),
      "Müller’s Café – Ost",
    ],
    [
      "windows-1250",
      encode("Nazwa;Telefon\nZakład Wiśniewski;8645550100", { ł: 0xb3, ś: 0x9c }),
      "Zakład Wiśniewski",
    ],
    [
      "windows-1251",
      Uint8Array.from("Название;Телефон\nСантехник;8645550100", (letter) => {
        const code = letter.charCodeAt(0);
        return code > 0x400 ? code - 0x410 + 0xc0 : code;
      }),
      "Сантехник",
    ],
    [
      "utf-16le",
      new Uint8Array(Buffer.from("\ufeffName;Phone\nMüller;8645550100", "utf16le")),
      "Müller",
    ],
    [
      "utf-16be",
      new Uint8Array(Buffer.from("\ufeffName;Phone\nMüller;8645550100", "utf16le").swap16()),
      "Müller",
    ],
    ["utf-8", new TextEncoder().encode("\ufeffName;Phone\nMüller;8645550100"), "Müller"],
  ])("%s", async (encoding, bytes, name) => {
    const reading = await readList(bytes);
    expect(reading.encoding).toBe(encoding);
    expect(called(reading)).toEqual([[name, ACME[1]]]);
  });

  test("one bad byte is one bad character", async () => {
    const bytes = new TextEncoder().encode("Name;Phone\nMüller Café;8645550100\nBäck#r;8645550101");
    bytes[bytes.indexOf(0x23)] = 0xff;
    const reading = await readList(bytes);
    expect(reading.encoding).toBe("utf-8");
    expect(called(reading).map(([name]) => name)).toEqual(["Müller Café", "Bäck\ufffdr"]);
  });
});

describe("files that are no text", () => {
  const workbook = (sheet: string) =>
    zipSync({
      "[Content_Types].xml": new TextEncoder().encode(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
      ),
      "xl/workbook.xml": new TextEncoder().encode(
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
      "xl/_rels/workbook.xml.rels": new TextEncoder().encode(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      "xl/worksheets/sheet1.xml": new TextEncoder().encode(
        `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
      ),
    });
  const text = (at: string, value: string) =>
    `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const number = (at: string, value: string) => `<c r="${at}"><v>${value}</v></c>`;

  test("an Excel workbook is read row by row, numbers with all of their digits", async () => {
    const bytes = workbook(
      `<row r="1">${text("A1", "Id")}${text("B1", "Company")}${text("C1", "Phone")}</row>` +
        `<row r="2">${number("A2", "5512345678")}${text("B2", "Acme")}${number("C2", "8645550100")}</row>` +
        `<row r="4">${number("A4", "2")}${text("B4", "Best\nnext")}${number("C4", "8.645550101E9")}</row>`,
    );
    const reading = await readList(bytes, { fileName: "a.xlsx" });
    expect(called(reading)).toEqual([ACME, ["Best next", BEST[1]]]);
    expect(reading).toMatchObject({ encoding: null, counts: { called: 2, ignored: 2, lines: 4 } });
    expect(reading.rows.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  test("contacts are read, with their lines, and no fax is called", async () => {
    const cards = [
      "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Jane;;;\r\nORG:Acme;Sales\r\nTEL;TYPE=WORK,FAX:864-555-0109\r\nitem1.TEL;type=pref:864-555-\r\n 0100\r\nEND:VCARD",
      "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCl=\r\nler\r\nTEL;CELL:864-555-0101\r\nEND:VCARD",
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Nobody\\, Inc\r\nEND:VCARD",
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Co\r\nTEL;VALUE=uri:tel:+1-864-555-0102\r\nEND:VCARD",
    ].join("\r\n");
    const reading = await readList(new TextEncoder().encode(cards));
    expect(called(reading)).toEqual([ACME, ["Müller", BEST[1]], CO]);
    expect(reading.counts).toEqual({ called: 3, merged: 0, refused: 1, ignored: 0, lines: 4 });
    expect(reading.rows.map(({ line }) => line)).toEqual([1, 9, 15, 19]);
    expect(await readList(cards)).toEqual({ ...reading, encoding: null });
  });

  test.each<[string, Uint8Array, RegExp]>([
    ["an old workbook", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /old form.*Save it as/],
    ["a PDF", new TextEncoder().encode("%PDF-1.7"), /PDF/],
    ["a zip file of another kind", zipSync({ "a.txt": new Uint8Array(3) }), /no workbook/],
    ["a picture", Uint8Array.of(0x89, 0, 0, 1, 2), /not a text file/],
    ["nothing", new TextEncoder().encode(" \n"), /empty/],
    ["too much", new Uint8Array(MOST_LIST_BYTES + 1).fill(65), /has 4.0 MB; a list can have 4 MB/],
  ])("%s is refused with what to do", async (_, bytes, problem) => {
    const error = await readList(bytes).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(NotAList);
    expect(String(error)).toMatch(problem);
  });

  test("a country that is none is no reason to guess", async () => {
    await expect(readList("Acme, 1", { country: "XX" })).rejects.toThrow("XX");
  });
});

test.each([
  "2024-03-15",
  "15/03/2024",
  "34.852619",
  "-82.394015",
  "34.8526, -82.3940",
  "$1,200.00",
  "1 200,50",
  "12%",
  "false",
  "10:30",
  "info@example.com",
  "www.example.com",
])("%s is never called", (cell) => {
  expect(isNoise(cell)).toBe(true);
});

test("a number is told from an identifier by how it is written", () => {
  expect(["864-555-0100", "(864) 5550100", "+18645550100", "030 901820"].every(isGrouped)).toBe(
    true,
  );
  expect(["8645550100", "AB8645550100"].some(isGrouped)).toBe(false);
});
