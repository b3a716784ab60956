import type { ColumnChoice } from "@/lib/lists/reading";

/** Name, number as dialed, extension. */
type Called = [name: string, phone: string, extension?: string];

export type ExpectedFile = {
  /** What the file stands for. */
  is: string;
  /** The country that the person has chosen; the United States where it is not said. */
  country?: string;
  /** What only a person can say; nothing is called until `answer` is given. */
  asks?: "phone" | "name";
  answer?: ColumnChoice;
  called: Called[];
  merged?: number;
  /** How many rows are refused, or what the reasons of these rows say, in their order. */
  refused?: number | RegExp[];
  ignored: number;
  /** Numbers that are called once a person confirms them. */
  toConfirm?: string[];
  encoding?: string;
};

const none = /no phone number/;
const several = /more than one phone number/;

/** The lists in `files/`. Layouts are those of the programs; businesses, people and numbers are made up. */
export const EXPECTED: Record<string, ExpectedFile> = {
  "hubspot-companies.csv": {
    is: "HubSpot, companies: record IDs of ten digits, one company twice",
    called: [
      ["Acme Plumbing", "+18645550100"],
      ["Bluebird Drains", "+18645550101"],
      ["Cedar Heating & Air", "+18645550102"],
    ],
    merged: 1,
    refused: [none],
    ignored: 1,
  },
  "hubspot-contacts.csv": {
    is: "HubSpot, contacts: first and last name, the mobile phone where there is no other",
    called: [
      ["Jane Doe", "+18645550103"],
      ["John Roe", "+18645550105"],
      ["Richard", "+18645550106"],
      ["Miles", "+18645550107"],
    ],
    ignored: 1,
  },
  "salesforce-data-loader.csv": {
    is: "Salesforce Data Loader: a fax beside the phone, account numbers like phones, a street of two lines",
    called: [
      ["Acme Plumbing", "+18645550108"],
      ['Cedar "Quiet Air" Heating', "+18645550109"],
    ],
    refused: [none],
    ignored: 1,
  },
  "salesforce-report.csv": {
    is: "Salesforce, report: Windows-1252, lines about the report below the table",
    called: [
      ["Acme Plumbing", "+18645550110"],
      ["Café Dépannage", "+15145550111"],
      ["Delta Electric", "+18645550112"],
    ],
    refused: [none, none, none, none],
    ignored: 3,
    encoding: "windows-1252",
  },
  "pipedrive-people.csv": {
    is: "Pipedrive, people: named by their organization, four columns of phones",
    called: [
      ["Acme Plumbing", "+18645550113"],
      ["Bluebird Drains", "+18645550115"],
      ["Cedar Heating & Air", "+18645550116"],
    ],
    ignored: 1,
  },
  "zoho-accounts.csv": {
    is: "Zoho CRM, accounts: account numbers like phones, a fax, prices with a currency",
    called: [
      ["Acme Plumbing", "+18645550117"],
      ["Bluebird Drains", "+18645550118"],
      ["Cedar Heating & Air", "+18645550119"],
    ],
    ignored: 1,
  },
  "quickbooks-vendors.csv": {
    is: "QuickBooks, vendor contact list: a title above, labels and a fax inside the cell, a date below",
    called: [
      ["Acme Plumbing", "+18645550120"],
      ["Bluebird Drains", "+18645550121"],
    ],
    refused: [/fax/i, none],
    ignored: 5,
  },
  "monday-board.xlsx": {
    is: "monday.com, board: groups that each have a row of titles, phones as numbers, item IDs like phones",
    called: [
      ["Acme Plumbing", "+18645550114"],
      ["Bluebird Drains", "+18645550115"],
      ["Cedar Heating & Air", "+18645550116"],
    ],
    refused: [none],
    ignored: 7,
  },
  "call-campaign.csv": {
    is: "A dialer: a campaign that is no name, IDs like phones",
    called: [
      ["Acme Plumbing", "+18645550122"],
      ["Bluebird Drains", "+18645550123"],
      ["Cedar Heating & Air", "+18645550124"],
    ],
    ignored: 1,
  },
  "batch-call-template.csv": {
    is: "The template of another calling service: true and false in the column before the name",
    called: [
      ["Acme Plumbing", "+18645550125"],
      ["Bluebird Drains", "+18645550126"],
      ["Cedar Heating & Air", "+18645550127"],
    ],
    ignored: 1,
  },
  "outscraper.csv": {
    is: "Outscraper: 38 columns with IDs, coordinates, postcodes and JSON",
    called: [
      ["Acme Plumbing", "+18645550128"],
      ["Bluebird Drains", "+18645550129"],
    ],
    refused: [none],
    ignored: 1,
  },
  "apify-google-places.csv": {
    is: "Apify: the phone in two columns, a count that looks like a phone",
    called: [
      ["Acme Plumbing", "+18645550130"],
      ["24/7 Rooter", "+18645550131"],
    ],
    refused: [none],
    ignored: 1,
  },
  "phantombuster-google-maps.csv": {
    is: "PhantomBuster: links with digits, opening hours in columns of their own",
    called: [
      ["Acme Plumbing", "+18645550132"],
      ["Bluebird Drains", "+18645550133"],
    ],
    ignored: 1,
  },
  "gosom-google-maps-scraper.csv": {
    is: "gosom/google-maps-scraper: UUIDs, JSON in cells, a number in a review",
    called: [
      ["Acme Plumbing", "+18645550134"],
      ["Bluebird Drains", "+18645550135"],
    ],
    ignored: 1,
  },
  "instant-data-scraper.csv": {
    is: "A browser extension: columns named by CSS classes, so only a person can say which is the name",
    asks: "name",
    answer: { name: [1] },
    called: [
      ["Acme Plumbing", "+18645550136"],
      ["Bluebird Drains", "+18645550137"],
      ["Cedar Heating & Air", "+18645550138"],
    ],
    refused: [/letters/],
    ignored: 0,
  },
  "google-places-api.csv": {
    is: "Google Places API as a table: the phone in national and international form",
    called: [
      ["Acme Plumbing", "+18645550139"],
      ["Bluebird Drains", "+18645550140"],
    ],
    refused: [none],
    ignored: 1,
  },
  "google-places-api.json": {
    is: "Google Places API, the answer itself",
    called: [
      ["Acme Plumbing", "+18645550141"],
      ["Bluebird Drains", "+18645550142"],
    ],
    refused: [none],
    ignored: 0,
  },
  "google-takeout-saved.csv": {
    is: "Google Takeout, saved places: phones only in the notes, so a person has to say so",
    asks: "phone",
    answer: { phone: [1] },
    called: [
      ["Acme Plumbing", "+18645550143"],
      ["Bluebird Drains", "+18645550144"],
    ],
    refused: [none],
    ignored: 1,
  },
  "excel-us.csv": {
    is: "Excel (US), CSV: bare numbers, one of them shortened to 8.64556E+09, ZIP+4",
    called: [
      ["Acme Plumbing", "+18645550145"],
      ["Bluebird Drains, Inc.", "+18645550146"],
      ["Delta Electric", "+18645550147"],
    ],
    refused: [/spreadsheet shortened/],
    ignored: 1,
    encoding: "windows-1252",
  },
  "excel-european.csv": {
    is: "Excel (Europe), CSV: sep=; and decimals such as 8645550148,00, extensions 12,00",
    called: [
      ["Müller & Söhne", "+18645550148", "12"],
      ["Bäckerei Groß", "+18645550149"],
      ["Café Zürich", "+18645550150", "3"],
    ],
    ignored: 2,
    encoding: "windows-1252",
  },
  "excel-text-formulas.csv": {
    is: 'Excel, text kept by ="8645550100" and by an apostrophe, #N/A and N/A',
    called: [
      ["Acme Plumbing", "+18645550151"],
      ["Bluebird Drains", "+18645550152", "07"],
      ["Cedar Heating & Air", "+18645550153", "12"],
    ],
    refused: [none, none],
    ignored: 1,
  },
  "excel-unicode-text.txt": {
    is: "Excel, Unicode text: UTF-16, tabs, a note of two lines",
    called: [
      ["Acme Plumbing", "+18645550154"],
      ["Łódź Electric", "+18645550155"],
      ['Cedar "Quiet" Air', "+18645550156"],
    ],
    ignored: 1,
    encoding: "utf-16le",
  },
  "excel-macintosh.csv": {
    is: "Excel for Mac, CSV (Macintosh): MacRoman, lines that end in CR",
    country: "CA",
    called: [
      ["Café Plomberie", "+15145550157"],
      ["Électricité Dorée", "+15145550158"],
      ["Chauffage Noël", "+15145550159"],
    ],
    ignored: 1,
    encoding: "macintosh",
  },
  "excel-title-rows.xlsx": {
    is: "Excel, workbook: title rows, phones and extensions as numbers, a total below",
    called: [
      ["Acme Plumbing", "+18645550108", "12"],
      ["Bluebird Drains", "+18645550109"],
      ["Cedar Heating & Air", "+18645550110", "7"],
    ],
    refused: [none, none],
    ignored: 4,
  },
  "excel-text-cells.xlsx": {
    is: "Excel, workbook: cells and titles of several lines, a second sheet with another number",
    called: [
      ["Acme Plumbing", "+18645550111"],
      ["Müller & Söhne", "+18645550112"],
      ["Łódź Electric", "+18645550113"],
    ],
    ignored: 1,
  },
  "excel-formulas.xlsx": {
    is: "Excel, workbook: names and phones that are results of formulas",
    called: [
      ["Jane Doe", "+18645550117"],
      ["John Roe", "+18645550118"],
      ["Mary Major", "+18645550119"],
    ],
    ignored: 1,
  },
  "google-sheets.xlsx": {
    is: "Google Sheets, workbook: check boxes, rich text, an error in a cell",
    called: [
      ["Acme Plumbing", "+18645550120"],
      ["Cedar Heating & Air", "+18645550121"],
    ],
    refused: 1,
    ignored: 1,
  },
  "google-sheets.csv": {
    is: "Google Sheets, CSV: opening hours in a cell of seven lines, another number in a note, #ERROR!",
    called: [
      ["Acme Plumbing", "+18645550163"],
      ["Cedar Heating & Air", "+18645550164"],
    ],
    refused: 1,
    ignored: 1,
  },
  "google-sheets-paste.tsv": {
    is: "Google Sheets, pasted: tabs, a word in place of a number",
    called: [
      ["Acme Plumbing", "+18645550165"],
      ["Bluebird Drains", "+18645550166"],
    ],
    refused: 1,
    ignored: 1,
  },
  "libreoffice-quoted.csv": {
    is: "LibreOffice: text in quotes, a contact beside the name, an extension in the cell",
    called: [
      ["Acme Plumbing", "+18645550160"],
      ["Bluebird Drains", "+18645550161"],
      ["Cedar Heating & Air", "+18645550162", "7"],
    ],
    ignored: 1,
  },
  "numbers-apple.csv": {
    is: "Apple Numbers: the name of the table above, empty rows, a total below",
    called: [
      ["Acme Plumbing", "+18645550167"],
      ["Bluebird Drains", "+18645550168"],
    ],
    refused: [none],
    ignored: 4,
  },
  "pipe-separated.txt": {
    is: "An old ERP: vertical bars, vendor numbers and ZIP codes of ten and nine digits, 0000000000",
    called: [
      ["ACME PLUMBING", "+18645550169"],
      ["BLUEBIRD DRAINS", "+18645550170"],
    ],
    refused: 1,
    ignored: 1,
  },
  "utf8-bad-byte.csv": {
    is: "UTF-8 with one bad byte",
    called: [
      ["Acme Plumbing", "+18645550171"],
      ["Café Bleu", "+18645550172"],
      ["Bluebird \ufffd Drains", "+18645550173"],
      ["Bäckerei Süß", "+18645550174"],
    ],
    ignored: 1,
    encoding: "utf-8",
  },
  "iphone-contacts.vcf": {
    is: "iPhone, contacts (vCard 3.0): a fax, a number in a note, a photo, a name folded over two lines",
    called: [
      ["Acme Plumbing", "+18645550100"],
      ["Bluebird Drains", "+18645550101"],
    ],
    refused: [none],
    ignored: 0,
  },
  "android-contacts.vcf": {
    is: "Android, contacts (vCard 2.1): quoted-printable names, a fax first, a preferred number last",
    called: [
      ["Café Zürich", "+18645550103"],
      ["Łódź Electric and Heating", "+18645550104"],
      ["Cedar Heating", "+18645550107"],
    ],
    ignored: 0,
  },
  "outlook-card.vcf": {
    is: "Outlook, business card (vCard 2.1): Windows-1252, an extension, a pager, a fax",
    called: [["Café Plumbing", "+18645550108", "12"]],
    ignored: 0,
    encoding: "windows-1252",
  },
  "business-cards.vcf": {
    is: "vCard 4.0: tel: addresses with an extension, a number for texts only",
    called: [
      ["Acme Plumbing", "+18645550110", "12"],
      ["Bäckerei Süß & Söhne, seit 1898", "+18645550111"],
    ],
    ignored: 0,
  },
  "google-contacts.csv": {
    is: "Google Contacts: labels that say fax, two numbers in one cell between :::",
    called: [
      ["Acme Plumbing", "+18645550112"],
      ["Bluebird Drains", "+18645550113"],
    ],
    refused: [several],
    ignored: 1,
  },
  "google-contacts-old.csv": {
    is: "Google Contacts before 2024: UTF-16, 35 columns, a reference like a phone in a note",
    called: [
      ["Acme Plumbing", "+18645550116"],
      ["Bluebird Drains", "+18645550117"],
      ["Cedar Heating", "+18645550119"],
    ],
    ignored: 1,
    encoding: "utf-16le",
  },
  "outlook-contacts.csv": {
    is: "Outlook, contacts: three faxes, a pager, eight columns of phones",
    called: [
      ["Acme Plumbing", "+18645550120"],
      ["Bluebird Drains", "+18645550121"],
    ],
    refused: [none],
    ignored: 1,
  },
  "yellow-pages-paste.txt": {
    is: "A directory, copied from the page: a block of lines for each business",
    called: [
      ["Acme Plumbing", "+18645550122"],
      ["Bluebird Drains", "+18645550123"],
    ],
    refused: [none],
    ignored: 2,
  },
  "google-maps-paste.txt": {
    is: "Google Maps, copied from the page: nothing says where a business ends, so none is called by a wrong name",
    called: [],
    refused: 11,
    ignored: 0,
  },
  "pro-finder-paste.txt": {
    is: "A site that finds tradespeople, copied from the page: ratings and prices in the block",
    called: [
      ["Acme Plumbing", "+18645550126"],
      ["Bluebird Drains", "+18645550127"],
    ],
    ignored: 1,
  },
  "chamber-of-commerce.txt": {
    is: "A chamber of commerce: name, address and phone in a line",
    called: [
      ["Acme Plumbing", "+18645550128"],
      ["Bluebird Drains", "+18645550129"],
      ["Cedar Heating & Air", "+18645550130"],
    ],
    ignored: 0,
  },
  "email-with-list.txt": {
    is: "An email with a list in it: a remark behind a number may say not to call it, an invoice number looks like a phone",
    called: [["Bluebird Drains", "+18645550132"]],
    refused: 8,
    ignored: 4,
  },
  "numbered-list.txt": {
    is: "A numbered list: names with digits",
    called: [
      ["Acme Plumbing", "+18645550133"],
      ["24/7 Rooter", "+18645550134"],
      ["A-1 Drains", "+18645550135", "4"],
      ["Route 66 Garage", "+18645550136"],
      ["3 Brothers Electric", "+18645550137"],
    ],
    ignored: 0,
  },
  "bulleted-list.txt": {
    is: "A bulleted list: ☎, P:, Ph#, (cell), tel:, wa.me, N/A, two numbers in a line",
    called: [
      ["Acme Plumbing", "+18645550138"],
      ["Bluebird Drains", "+18645550139"],
      ["Cedar Heating & Air", "+18645550140"],
      ["Delta Electric", "+18645550141"],
      ["Elm Street Roofing", "+18645550142"],
      ["Fox & Sons", "+18645550143"],
      ["Gray Gutters", "+18645550144"],
    ],
    refused: [none, several],
    ignored: 0,
  },
  "markdown-table.txt": {
    is: "A Markdown table: bold and code in cells, an escaped bar",
    called: [
      ["Acme Plumbing", "+18645550147"],
      ["Bluebird | Drains", "+18645550148"],
      ["Cedar Heating & Air", "+18645550149"],
    ],
    ignored: 2,
  },
  "web-page-paste.txt": {
    is: "A table copied from a page: hard blanks, invisible marks, a heading above, a label in a cell",
    called: [
      ["Acme Plumbing", "+18645550150"],
      ["Bluebird Drains", "+18645550151"],
      ["Cedar Heating & Air", "+18645550152"],
    ],
    ignored: 2,
  },
  "one-line.txt": {
    is: "Three businesses in one line",
    called: [
      ["Acme Plumbing", "+18645550153"],
      ["Bluebird Drains", "+18645550154"],
      ["Cedar Heating & Air", "+18645550155"],
    ],
    ignored: 0,
  },
  "line-separators.txt": {
    is: "Lines that end in U+2028, as layout programs write them",
    called: [
      ["Acme Plumbing", "+18645550156"],
      ["Bluebird Drains", "+18645550157"],
      ["Cedar Heating & Air", "+18645550158"],
    ],
    ignored: 0,
  },
  "erp-polish.csv": {
    is: "An ERP in Polish: Windows-1250, Lp. counts, a REGON of nine digits is no phone",
    country: "PL",
    called: [
      ["Hydraulika Żółw", "+48221234567"],
      ["Zakład Łącki i Syn", "+48121234567"],
      ["Elektryka Świt", "+48601234567"],
    ],
    ignored: 1,
    encoding: "windows-1250",
  },
  "erp-german.csv": {
    is: "An ERP in German: customer numbers like phones, direct-dial numbers, a Telefax",
    country: "DE",
    called: [
      ["Müller Sanitär GmbH", "+493023125001"],
      ["Bäder & Söhne", "+496990009123"],
      ["Heizung Groß KG", "+492214710123"],
    ],
    ignored: 1,
    encoding: "windows-1252",
  },
  "erp-french.csv": {
    is: "An ERP in French: a SIREN of nine digits is no phone, Télécopie is a fax",
    country: "FR",
    called: [
      ["Plomberie Éclair", "+33199001234"],
      ["Chauffage Noël & Fils", "+33261911234"],
      ["Électricité Générale", "+33353011234"],
    ],
    ignored: 1,
    encoding: "windows-1252",
  },
  "erp-spanish.csv": {
    is: "An ERP in Spanish: Móvil where there is no Teléfono, codes of nine digits",
    country: "ES",
    called: [
      ["Fontanería Peña", "+34912345678"],
      ["Calefacción Núñez", "+34600123456"],
      ["Electricidad Muñoz", "+34934123456"],
    ],
    ignored: 1,
  },
  "erp-italian.csv": {
    is: "An ERP in Italian: a Partita IVA looks like a landline",
    country: "IT",
    called: [
      ["Idraulica Più S.r.l.", "+39021234567"],
      ["Elettricità Fà", "+393471234567"],
    ],
    ignored: 1,
  },
  "erp-chinese.csv": {
    is: "An ERP in Chinese: 公司名称 before 联系人, 传真 is a fax",
    country: "CN",
    called: [
      ["示例水暖有限公司", "+861012345678"],
      ["样本电器维修部", "+8613800138000"],
      ["测试管道疏通", "+862112345678"],
    ],
    ignored: 1,
  },
  "erp-russian.csv": {
    is: "An ERP in Russian: Windows-1251, an ИНН of ten digits is no phone",
    country: "RU",
    called: [
      ["Сантехник Плюс", "+74951234567"],
      ["ООО «Тёплый дом»", "+78121234567"],
      ["Электрик", "+74951234568"],
    ],
    ignored: 1,
    encoding: "windows-1251",
  },
  "dutch-and-british.csv": {
    is: "Two countries in a list: +44 and 0044 beside Dutch numbers",
    country: "NL",
    called: [
      ["Loodgieter Janssen", "+31201234567"],
      ["Example Plumbing Ltd", "+442079460958"],
      ["Sample Drains Ltd", "+441134960123"],
    ],
    ignored: 1,
  },
  "license-board.csv": {
    is: "A license board: license numbers like phones, dates, a bond",
    called: [
      ["ACME PLUMBING", "+19165550161"],
      ["BLUEBIRD DRAINS, INC.", "+19165550162"],
      ["CEDAR HEATING & AIR", "+19165550163"],
    ],
    ignored: 1,
  },
  "two-numbers-no-header.csv": {
    is: "No titles and two numbers in each row",
    asks: "phone",
    answer: { phone: [2] },
    called: [
      ["Acme Plumbing", "+18645550164"],
      ["Bluebird Drains", "+18645550165"],
      ["Cedar Heating & Air", "+18645550166"],
    ],
    ignored: 0,
  },
  "day-and-night.csv": {
    is: "Two columns of numbers whose titles say nothing",
    asks: "phone",
    answer: { phone: [1, 2] },
    called: [
      ["Acme Plumbing", "+18645550167"],
      ["Bluebird Drains", "+18645550169"],
      ["Cedar Heating & Air", "+18645550171"],
    ],
    ignored: 1,
  },
  "unknown-id-column.csv": {
    is: "IDs like phones beside a column of numbers whose title says little",
    asks: "phone",
    answer: { phone: [2] },
    called: [
      ["Acme Plumbing", "+18645550173"],
      ["Bluebird Drains", "+18645550174"],
      ["Cedar Heating & Air", "+18645550175"],
    ],
    ignored: 1,
  },
  "names-with-numbers.csv": {
    is: "Names that are or hold numbers, the phone in a column of its own",
    called: [
      ["1-800-GOT-JUNK", "+18645550176"],
      ["24/7 Rooter", "+18645550177"],
      ["867-5309 Roofing", "+18645550178"],
      ["Smith, Jones & Sons", "+18645550179"],
      ["Studio 54 (864) Salon", "+18645550180"],
    ],
    refused: [none],
    ignored: 1,
  },
  "new-area-codes.csv": {
    is: "Area codes that numbering plans do not have yet",
    called: [["Delta Electric", "+18645550184"]],
    refused: 3,
    toConfirm: ["+16212340181", "+16792340182", "+19242340183"],
    ignored: 1,
  },
  "extensions.csv": {
    is: "Extensions: 12.0 in a column, x7, ;ext=3, #5; (12) and -12 are a question to the person",
    called: [
      ["Acme Plumbing", "+18645550185", "12"],
      ["Bluebird Drains", "+18645550186", "7"],
      ["Cedar Heating & Air", "+18645550187", "104"],
      ["Fox & Sons", "+18645550190", "3"],
      ["Gray Gutters", "+18645550191", "5"],
    ],
    refused: 2,
    ignored: 1,
  },
  "several-numbers.csv": {
    is: "Several numbers in a cell, and a fax",
    called: [["Delta Electric", "+18645550196"]],
    refused: [several, several, several, /fax/i],
    ignored: 1,
  },
  "facts-no-header.tsv": {
    is: "No titles: coordinates, ZIP codes, prices, dates and hours around the phone",
    called: [
      ["Acme Plumbing", "+18645550100"],
      ["Bluebird Drains", "+18645550101"],
      ["Cedar Heating & Air", "+18645550102"],
    ],
    ignored: 0,
  },
  "customer-orders.csv": {
    is: "A shop's orders: order IDs like phones, tracking numbers, a customer twice",
    called: [
      ["Acme Plumbing", "+18645550103"],
      ["Bluebird Drains", "+18645550104"],
    ],
    merged: 1,
    ignored: 1,
  },
  "repeated-header.csv": {
    is: "Two lists pasted below each other, each with its titles",
    called: [
      ["Acme Plumbing", "+18645550105"],
      ["Bluebird Drains", "+18645550106"],
      ["Cedar Heating & Air", "+18645550107"],
    ],
    ignored: 3,
  },
};
