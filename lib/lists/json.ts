import Papa from "papaparse";

/** Objects of a JSON file as a table. */
export type JsonTable = {
  /** CSV with column names. */
  text: string;
  /** For each row which object it is, counted from 1: places of a file that has no lines of its own. */
  lines: number[];
};

type Cells = Record<string, string>;

/**
 * Reads an answer of an API or an export of one: an array of objects, or the first array of objects inside an object, such as
 * the `places` of Google. Parts of parts are columns of their own: `displayName.text`.
 * @returns null for what is no JSON, or has no objects
 */
export function readJson(file: string): JsonTable | null {
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch {
    return null;
  }
  const lists = [value, ...(isObject(value) ? Object.values(value) : [])];
  const items = lists.find(
    (list) => Array.isArray(list) && list.length > 0 && list.every(isObject),
  );
  if (!items) return null;
  const rows = (items as object[]).map((item) => flatten(item));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    text: Papa.unparse({ fields: columns, data: rows }, { newline: "\n" }),
    lines: rows.map((_, index) => index + 1),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function flatten(item: object, path = ""): Cells {
  return Object.entries(item).reduce<Cells>((cells, [key, value]) => {
    const parts = Array.isArray(value) ? value : [value];
    if (isObject(value)) return Object.assign(cells, flatten(value, `${path}${key}.`));
    // Lists of objects are reviews, photos, opening hours: of a business, but not one.
    if (!parts.some((part) => typeof part === "object" && part !== null))
      cells[path + key] = parts.join(", ").replace(/\s+/g, " ");
    return cells;
  }, {});
}
