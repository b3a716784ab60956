import { isAddress, isGrouped, isNameLike } from "./cells";
import type { NumberReader } from "./number-reader";
import type { ColumnChoice, ListColumns, ListReading } from "./reading";
import { kindOfTitle, saysName, type TitleKind, toWords } from "./titles";

/** Where the parts of a business stand in the rows of a table. */
export type Columns = ListColumns & {
  /** Columns whose cells are joined to a name; the first of these that is not empty in a row names it. */
  names: number[][];
  /** For a phone column the one that says what its numbers are, such as "Work Fax". */
  types: Map<number, number>;
};

type Column = {
  index: number;
  title: string;
  kind: TitleKind | null;
  /** Cells that are not empty, of rows all over the table. */
  cells: string[];
  /** Shares of the cells, from 0 to 1. */
  callable: number;
  nameLike: number;
  grouped: number;
};

/** So many rows say what a column is; reading all numbers of all columns would take seconds. */
const SAMPLED_ROWS = 200;
const SHOWN_SAMPLES = 5;
const MOST = 0.5;

/**
 * Decides for a whole table which columns are called and which name the business, by titles, by what the cells are and by
 * how they are written. What could be either is a question.
 * @param titles null where the table has none
 */
export function decideColumns(
  titles: readonly string[] | null,
  rows: readonly (readonly string[])[],
  numbers: NumberReader,
  choice: ColumnChoice = {},
): { columns: Columns; asks: ListReading["asks"] } {
  const all = describe(titles, rows, numbers);
  const chosenNames = choice.name && choice.name.length > 0 ? [choice.name] : null;
  const phone = choice.phone ?? findPhones(all, titles !== null);
  const names = chosenNames ?? findNames(all, phone ?? []);
  const extension =
    choice.extension !== undefined
      ? choice.extension
      : (all.find(({ kind, index }) => kind === "extension" && !phone?.includes(index))?.index ??
        null);
  return {
    asks: phone ? (names ? null : "name") : "phone",
    columns: {
      titles: all.map(({ title }) => title),
      phone: phone ?? [],
      name: names?.[0] ?? [],
      names: names ?? [],
      extension,
      types: findTypes(all, phone ?? []),
      samples: all.map(({ cells }) => [...new Set(cells)].slice(0, SHOWN_SAMPLES)),
    },
  };
}

function describe(
  titles: readonly string[] | null,
  rows: readonly (readonly string[])[],
  numbers: NumberReader,
): Column[] {
  const width = Math.max(
    titles?.length ?? 0,
    ...rows.slice(0, SAMPLED_ROWS).map((row) => row.length),
  );
  return Array.from({ length: width }, (_, index) => {
    const filled = rows.filter((row) => (row[index] ?? "") !== "");
    const step = Math.max(1, filled.length / SAMPLED_ROWS);
    const cells = Array.from(
      { length: Math.min(filled.length, SAMPLED_ROWS) },
      (_, place) => filled[Math.floor(place * step)]?.[index] ?? "",
    );
    const share = (is: (cell: string) => boolean) =>
      cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
    const title = titles?.[index] ?? "";
    return {
      index,
      title,
      kind: kindOfTitle(title),
      cells,
      callable: share(numbers.isCallable),
      nameLike: share(isNameLike),
      grouped: share(isGrouped),
    };
  });
}

const isOpen = (kind: TitleKind | null): boolean =>
  kind === null || kind === "number" || kind === "contact";

/** The columns of numbers to call, in their order; null where only a person can say. */
function findPhones(all: readonly Column[], hasTitles: boolean): number[] | null {
  const titled = all.filter(({ kind }) => kind === "phone");
  // Numbers written as phones are, under a title of something else, are for a person to judge: "Day", "Notes".
  const open = all.filter(
    ({ kind, callable, grouped }) =>
      callable >= MOST && (isOpen(kind) || (kind === "other" && grouped >= MOST)),
  );
  const indexes = (columns: readonly Column[]) => columns.map(({ index }) => index);
  // Under a title of phones, numbers that cannot be called are numbers with a fault.
  const isUseful = titled.some(({ callable }) => callable > 0);
  if (titled.length > 0 && (isUseful || open.length === 0)) return indexes(titled);
  const [only, ...others] = open;
  if (!only || others.length > 0) return null;
  // Ten bare digits under a title that says nothing may be anybody's number of anything.
  const isSure = !hasTitles || (isOpen(only.kind) && (only.kind !== null || only.grouped >= MOST));
  return isSure ? [only.index] : null;
}

/** For each row the first of these that is not empty; null where only a person can say. No column at all is an answer. */
function findNames(all: readonly Column[], phone: readonly number[]): number[][] | null {
  const free = all.filter(({ index, nameLike, cells }) => {
    const isUsable = nameLike >= MOST || cells.length === 0;
    return isUsable && !phone.includes(index);
  });
  const best = (kind: TitleKind) => {
    const [first, ...more] = free.filter(
      (column) => column.kind === kind && column.cells.length > 0,
    );
    return more.find(({ title }) => saysName(title) && !saysName(first?.title ?? "")) ?? first;
  };
  const company = best("company");
  const name = best("name");
  // "Vorname;Name", "Nombre;Apellidos": the plain name is the part that has no title of its own.
  const given = best("first") ?? (best("last") ? name : undefined);
  const family = best("last") ?? (best("first") ? name : undefined);
  const person = given && family && given !== family ? [given, family] : (given ?? family);
  const joined = Array.isArray(person) ? person : person ? [person] : [];
  const groups = [
    company,
    joined.includes(name as Column) ? undefined : name,
    joined,
    best("contact"),
  ]
    .map((group) => (Array.isArray(group) ? group : group ? [group] : []))
    .filter((group) => group.length > 0)
    .map((group) => group.map(({ index }) => index));
  if (groups.length > 0) return groups;
  const open = free.filter((column) => column.kind === null && couldName(column));
  // Words that are of another kind by their title are a name only if a person says so.
  const isUnclear =
    open.length > 1 || (open.length === 0 && free.some(({ cells }) => cells.length > 0));
  if (isUnclear) return null;
  return open.map(({ index }) => [index]);
}

/** Businesses have names of their own: a column that says the same again and again is of kinds, places or persons. */
function couldName({ cells, callable }: Column): boolean {
  const distinct = new Set(cells).size / cells.length;
  const share = (is: (cell: string) => boolean) => cells.filter(is).length / cells.length;
  return (
    cells.length > 0 &&
    callable < MOST &&
    (cells.length < 4 || distinct >= MOST) &&
    share(isAddress) < MOST &&
    share((cell) => cell.length > 80) < MOST
  );
}

/** "Phone 1 - Type" says what "Phone 1 - Value" is. */
function findTypes(all: readonly Column[], phone: readonly number[]): Map<number, number> {
  const stem = (title: string) =>
    `${toWords(title)
      .filter((word) => !/^(?:type|typ|label|value|wert|number|tipo)$/.test(word))
      .join(" ")} ${title.replace(/\D/g, "")}`;
  const pairs = phone.flatMap((index) => {
    const type = all.find(
      ({ kind, title }) => kind === "type" && stem(title) === stem(all[index]?.title ?? ""),
    );
    return type ? [[index, type.index] as const] : [];
  });
  return new Map(pairs);
}
