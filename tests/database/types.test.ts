import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { makeDatabaseTypes, TYPES_FILE } from "@/local/supabase/database-types";
import { setup } from "./bundle";

test("the types of the database are those of the migrations: npm run db:types writes them", async () => {
  const { sql } = await setup();

  expect(await readFile(TYPES_FILE, "utf8")).toBe(await makeDatabaseTypes(sql));
});
