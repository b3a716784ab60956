import { type ParseResult, parse } from "libpg-query";

export type SqlStatement = {
  text: string;
  /** Line of its first word in the file, counted from 1. */
  line: number;
};

// What may stand before the first word of a statement.
const BLANK = /^(?:\s|--.*|\/\*[\s\S]*?\*\/)*/;

/**
 * Splits a migration into its statements with PostgreSQL's own parser, as the Supabase CLI records them. Text that does
 * not parse stays one statement: the database then says where it is wrong.
 */
export async function splitSql(sql: string): Promise<SqlStatement[]> {
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  const statements = await parseStatements(sql);
  return statements.map(({ stmt_location: start = 0, stmt_len: length }) => {
    const raw = bytes.toString("utf8", start, length ? start + length : undefined);
    const text = raw.replace(BLANK, "");
    const before = bytes.toString("utf8", 0, start) + raw.slice(0, raw.length - text.length);
    return { text: text.trimEnd(), line: before.split("\n").length };
  });
}

async function parseStatements(sql: string): Promise<NonNullable<ParseResult["stmts"]>> {
  try {
    return (await parse(sql)).stmts ?? [];
  } catch {
    return [{}];
  }
}
