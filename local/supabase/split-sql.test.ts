import { describe, expect, test } from "vitest";
import { splitSql } from "./split-sql";

const texts = async (sql: string) => (await splitSql(sql)).map((statement) => statement.text);

test("statements end at semicolons and know the line of their first word", async () => {
  const sql = "-- why\n\nselect 1;\n  select\n 2 ;\n\nselect 3";
  expect(await splitSql(sql)).toEqual([
    { text: "select 1", line: 3 },
    { text: "select\n 2", line: 4 },
    { text: "select 3", line: 7 },
  ]);
});

test.each([
  ["a string", "select 'a;b''c;d'"],
  ["an escape string", "select e'a\\';b'"],
  ["a quoted name", 'select 1 as "a;""b"'],
  ["a dollar-quoted body", "do $$ begin; end $$"],
  ["a body with its own tag", "do $body$ select '$$;'; $body$"],
  ["a line comment", "select 1 -- not; here\n + 1"],
  ["a nested block comment", "select 1 /* a; /* b; */ c; */ + 1"],
  [
    "a body in standard SQL",
    "create function f() returns int language sql begin atomic select 1; select case when true then 2 end; end",
  ],
])("a semicolon in %s does not end the statement", async (_, statement) => {
  expect(await texts(`${statement}; select 2`)).toEqual([statement, "select 2"]);
});

test("a parameter or a name with a dollar sign is no quote", async () => {
  expect(await texts("select a$b, $1; select c$b")).toEqual(["select a$b, $1", "select c$b"]);
});

test("words that only look like an atomic body do not swallow statements", async () => {
  expect(await texts("begin; select 1 as atomic; commit;")).toEqual([
    "begin",
    "select 1 as atomic",
    "commit",
  ]);
});

describe("text that never ends stays in the last statement", () => {
  test.each(["select 'open", 'select "open', "do $$ open", "select 1 /* open", "select e'open"])(
    "%s",
    async (sql) => {
      expect((await texts(`select 1; ${sql}; select 2`)).at(-1)).toContain("select 2");
    },
  );
});

test("a file of comments and blanks holds no statement", async () => {
  expect(await splitSql("-- nothing\n/* here */ ;;\n ")).toEqual([]);
});
