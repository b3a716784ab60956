/** What the title of a column says that its cells are. */
export type TitleKind =
  | "phone"
  /** May be a number, if its cells are: "Number", "Contact". */
  | "number"
  | "fax"
  | "extension"
  /** In the order in which they are asked for: a business before a person. */
  | "company"
  | "name"
  | "first"
  | "last"
  | "contact"
  /** Says what the number beside it is: "Phone 1 - Type". */
  | "type"
  /** Identifiers, addresses, dates, prices: neither called nor a name. */
  | "other";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

// In the languages of the countries that can be chosen, without accents, in small letters, as toWords leaves them.
const PHONE = words(`
  phone phones telephone telephones tel tels tele telf tlf tlfn tfn tfno telno telnr phoneno phonenumber phonenumbers
  mobile mobiles mob cell cellphone cellular mobilephone homephone workphone businessphone gsm msisdn landline hotline
  whatsapp telefon telefone telefones telefono telefoni telefony telefonu telefonnummer telefonnr telefoonnummer
  telefoon telefonszam telefonszama telefonas telefons telefoane telefonos telefonszamok telefonicislo mobil mobiltelefon mobilnummer
  mobilnr mobiel mobilni mobiele handy handynummer handynr rufnummer rufnr festnetz festnetznummer durchwahlnummer
  celular celulares cellulare cell movil moviles fijo fixe portable telemovel telemoveis komorka komorkowy kom puhelin
  puhelinnumero puh matkapuhelin simi farsimi simanumer talrunis cep ceptel telefonlar ponsel dienthoai thoai sdt đt
  τηλεφωνο τηλ τηλεφωνα κινητο σταθερο телефон телефоны телефона тел моб мобильныи мобильный мобілнии мобильнии мобілний мобилен
  هاتف الهاتف جوال الجوال موبايل تلفن טלפון נייד फोन फ़ोन मोबाइल โทร โทรศัพท์ เบอร์โทร`);
const PHONE_PART = /电话|電話|手机|手機|携帯|联系方式|전화|휴대|연락처|โทรศัพท|ティーエル/;
const TO_REACH =
  /^(?:contact|kontakt|contacto|contatto|contato|call|dial)\w* (?:number|no|num|nr|nummer|numero)s?$/;
/** Numbers that a person has said not to call, or that are nobody's any more. */
const NOT_TO_CALL =
  /\b(?:do not|don't|never|not to|dnc|no) (?:call|contact)|nicht anrufen|ne pas appeler|no llamar|\b(?:old|former|previous|wrong|invalid|disconnected|inactive) (?:\w+ )*(?:tel|phone|mobile|cell|number)/;
const FAX = /fax|faks|факс|φαξ|ファックス|ファクス|传真|傳真|팩스|telecopie|فاكس|פקס|แฟกซ/;
const NUMBER = words(`
  number numbers no num nr numero nummer номер contactno contactnumber call dial numer cislo
  号码 番号 번호`);
const EXTENSION = words(`
  ext extn exts extension extensions durchwahl nebenstelle poste anexo interno ramal linka klapka wewnetrzny вн доб
  dahili 内线 内線 분기`);
const COMPANY = words(`
  company companies companyname business businesses businessname organization organisation organizationname org firm firma firmenname
  firmaname firme unternehmen unternehmensname betrieb entreprise enterprise societe raison denomination etablissement empresa empresas razon razao
  azienda ditta impresa societa esercizio bedrijf bedrijfsnaam onderneming organisatie foretag foretagsnamn virksomhed
  virksomhedsnavn bedrift firmanavn yritys yrityksen fyrirtaeki spolecnost spolocnost podjetje tvrtka przedsiebiorstwo
  ceg cegnev companie imone uznemums ettevote επιχειρηση εταιρεια εταιρια επωνυμια компания организация предприятие
  фирма компанія фірма vendor vendors provider providers contractor contractors supplier suppliers shop shopname store
  storename merchant account accountname practice clinic restaurant salon garage dealer place establishment plumber
  electrician sirket isletme unvan perusahaan usaha شركة الشركة חברה עסק कंपनी บริษัท ร้าน`);
const COMPANY_PART = /公司|企业|企業|会社|店名|店铺|店舗|商号|商家|회사|업체|상호/;
const NAME = words(`
  name names fullname displayname customername clientname nom noms nombre nombres naam namn navn nimi nafn nazwa nazev nazov naziv ime
  nev nume numele denumire nome nomes vards nosaukumas nosaukums pavadinimas nimetus ονομα ονομασια имя название наименование назва найменування
  іме ім'я bezeichnung benennung libelle denominazione denominacion denominacao nominativo isim adi ad nama ten اسم الاسم שם नाम ชื่อ fn`);
const NAME_PART = /名称|名稱|姓名|氏名|名前|名字|이름|성명|이름/;
const FIRST = words(`
  first firstname given givenname forename fname vorname prenom prenoms imie jmeno krstne fornamn fornavn voornaam
  etunimi keresztnev prenume prenumele`);
const LAST = words(`
  last lastname surname family familyname lname nachname familienname apellido apellidos cognome sobrenome achternaam
  nazwisko efternamn efternavn etternavn sukunimi prijmeni priezvisko vezeteknev фамилия прізвище soyad soyadi`);
const CONTACT = words(`
  contact contacts contactname person kontakt kontaktperson ansprechpartner ansprechperson contacto contatto contato
  title titel titre titulo titolo customer client cliente kunde klient klant lead prospect owner inhaber листинг
  listing heading headline label`);
const TYPE = words("type types typ tipo label art rodzaj тип kind");
const OTHER = words(`
  id ids uid uuid guid key code codes ref reference sku hash cid fid placeid recordid kundennummer kundennr rechnungsnr index idx row rank
  position pos lp poz lfd seq counter count total score line url urls link links website websites web site homepage
  webseite domain siteweb sito email emails mail mails courriel correo posta address addresses adresse adres adresa adress indirizzo direccion
  endereco morada street strasse str rue via calle rua ulica ulice utca straat town city cities ort stadt stad ville ciudad cidade citta
  miasto mesto mesta by kommune suburb county district region state province bundesland land country countries pays pais
  paese kraj zeme zip zipcode postal postalcode postcode plz cp cap cep psc iranyitoszam kod postnummer postnr lat latitude lng lon long
  longitude coordinates coordinate koordinaten geo gps plus date dates datum data fecha dato time times timestamp created updated modified
  added year month day since birthday price prices preis prix precio prezzo cena pris cost costs amount revenue umsatz betrag
  rating ratings review reviews stars bewertung category categories kategorie categorie categoria kategoria kategori rubrik industry
  branche sector niche hours oeffnungszeiten offnungszeiten horaires horaire horario horarios orari openingstijden opening open status
  stage active enabled verified validation validate valid ignore consent optin optout dnc source campaign tag tags note notes
  comment comments remarks bemerkung description beschreibung descripcion language lang sprache vat tax ust siret siren nip regon ico dic ein nif cif
  iban bic license licence employees size photo image logo picture thumbnail facebook linkedin instagram twitter timezone zone
  currency job role position department prefix suffix middle nickname phonetic yomi parent file group groups membership
  carrier format formatted_on gender age salutation anrede price_level team deal pipeline quantity qty kategorija
  user username login password birth maiden product event street1 street2 iso e164valid whatsappid
  адрес город сайт почта индекс дата цена категория рейтинг широта долгота код статус`);
const OTHER_PART =
  /地址|住所|网址|网站|邮箱|邮编|郵便|编号|日期|价格|類別|类别|城市|주소|웹사이트|우편/;

/**
 * What a title says; null for one that says nothing known. It is matched by word: "Phone Number (Work)" and
 * "formatted_phone_number" are phones, "Phone 1 - Type" and "Company ID" are not what their first word says.
 */
export function kindOfTitle(title: string): TitleKind | null {
  const all = toWords(title);
  const plain = all.join(" ");
  const has = (known: ReadonlySet<string>) => all.some((word) => known.has(word));
  if (plain === "") return null;
  if (FAX.test(plain)) return "fax";
  if (NOT_TO_CALL.test(plain)) return "other";
  const isPhone = has(PHONE) || TO_REACH.test(plain) || PHONE_PART.test(plain);
  if (has(EXTENSION)) return "extension";
  if (isPhone && has(TYPE)) return "type";
  // "Label" and "title" by themselves are names in exports of maps; beside other words they are about those.
  const isOther = has(OTHER) || OTHER_PART.test(plain);
  if (isPhone)
    return isOther && !/\b(?:mail or|web)\b/.test(plain) && !isPlaceOfPhone(all)
      ? "other"
      : "phone";
  if (isOther || (all.length > 1 && has(TYPE))) return "other";
  // "Order No" numbers something else.
  if (has(NUMBER)) return all.every((word) => NUMBER.has(word)) ? "number" : "other";
  const isName = has(NAME) || NAME_PART.test(plain);
  if (has(FIRST)) return "first";
  if (has(LAST)) return "last";
  if (has(COMPANY) || COMPANY_PART.test(plain)) return "company";
  if (isName) return "name";
  return has(CONTACT) ? "contact" : null;
}

/** "Phone (open line)" has nothing of hours; "Main line", "Site phone" and "Group phone" are numbers. */
const PLACES = words(
  "site line web group region country position plus open group department land city team owner job",
);

const isPlaceOfPhone = (all: readonly string[]): boolean =>
  all.every((word) => !OTHER.has(word) || PLACES.has(word)) && !all.includes("country");

/** The best of several titles of one kind is the one that says "name" too. */
export const saysName = (title: string): boolean =>
  toWords(title).some((word) => NAME.has(word) || /name$|naam$|nam[ne]$/.test(word));

/** "Téléphone" is "telephone", "PhoneNumber" is "phone number", "formatted_phone_number" has three words. */
export function toWords(title: string): string[] {
  return title
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ł/gi, "l")
    .replace(/ø/gi, "o")
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u)
    .filter((word) => /\p{L}/u.test(word) || /^e164$/.test(word));
}
