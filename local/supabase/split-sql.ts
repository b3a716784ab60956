export type SqlStatement = {
  text: string;
  /** Line of its first word in the file, counted from 1. */
  line: number;
};

// One token that may hold a semicolon without ending the statement, or a word, or one character.
const TOKEN =
  /--[^\n]*|\/\*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[a-z_][a-z_0-9]*)?\$|[a-z_][a-z_0-9$]*|\s+|./gisy;

/**
 * Splits a migration into its statements, as the Supabase CLI records them.
 *
 * Knows quotes, dollar quotes, nested comments and `begin atomic` bodies. Text that never ends
 * (an open quote) stays in the last statement, where PostgreSQL reports it.
 */
export function splitSql(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = -1;
  let bodyDepth = 0;
  let previousWord = "";
  let position = 0;

  const finish = (end: number) => {
    if (start < 0) return;
    statements.push({
      text: sql.slice(start, end).trimEnd(),
      line: sql.slice(0, start).split("\n").length,
    });
    start = -1;
    bodyDepth = 0;
    previousWord = "";
  };

  while (position < sql.length) {
    const token = tokenAt(sql, position);
    const end = position + token.length;
    const isBlank = token.startsWith("--") || token.startsWith("/*") || token.trim() === "";
    if (token === ";" && bodyDepth === 0) finish(position);
    else if (!isBlank && start < 0) start = position;

    if (/^[a-z]/i.test(token)) {
      const word = token.toLowerCase();
      if (word === "atomic" && previousWord === "begin") bodyDepth = 1;
      else if (bodyDepth > 0 && word === "case") bodyDepth++;
      else if (bodyDepth > 0 && word === "end") bodyDepth--;
      previousWord = word;
    }
    position = end;
  }
  finish(sql.length);
  return statements;
}

function tokenAt(sql: string, position: number): string {
  TOKEN.lastIndex = position;
  const token = TOKEN.exec(sql)?.[0] ?? sql.slice(position);
  if (token === "/*") return sql.slice(position, endOfComment(sql, position));
  if (token.startsWith("$") && token.length > 1) {
    const close = sql.indexOf(token, position + token.length);
    return close < 0 ? sql.slice(position) : sql.slice(position, close + token.length);
  }
  if (/^e$/i.test(token) && sql[position + 1] === "'") return escapeString(sql, position);
  return token;
}

/** Comments nest in PostgreSQL, unlike in the SQL standard. */
function endOfComment(sql: string, position: number): number {
  let depth = 0;
  for (let index = position; index < sql.length; index++) {
    const pair = sql.slice(index, index + 2);
    if (pair === "/*") depth++;
    else if (pair === "*/") depth--;
    else continue;
    index++;
    if (depth === 0) return index + 1;
  }
  return sql.length;
}

function escapeString(sql: string, position: number): string {
  const match = /e'(?:[^'\\]|''|\\.)*'/isy;
  match.lastIndex = position;
  return match.exec(sql)?.[0] ?? sql.slice(position);
}
