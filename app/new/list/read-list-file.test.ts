import { expect, test } from "vitest";
import { openFile } from "@/lib/lists/open-file";
import { addFiles } from "./read-list-file";

const file = (name: string, ...parts: (string | number[])[]) =>
  new File(
    parts.map((part) => (typeof part === "string" ? part : new Uint8Array(part))),
    name,
  );

async function add(...files: File[]) {
  const texts: string[] = [];
  const said = await addFiles(files, {
    open: openFile,
    append: async (text) => void texts.push(text),
  });
  return { ...said, texts };
}

test("files are added one after the other, and an unusual encoding is named", async () => {
  expect(await add(file("a.csv", "Acme, 1"), file("b.csv", "M", [0xfc], "ller, 2"))).toEqual({
    text: "Added “a.csv”, “b.csv”, read as windows-1252.",
    isProblem: false,
    isChanged: true,
    texts: ["Acme, 1", "Müller, 2"],
  });
});

test("what is no list ends it, with what to do", async () => {
  expect(await add(file("a.csv", "Acme, 1"), file("b.pdf", "%PDF-1.7"))).toMatchObject({
    text: "“b.pdf”: It is a PDF. Copy its table and paste it instead.",
    isProblem: true,
    isChanged: true,
  });
});

test("a file that is gone is refused in words", async () => {
  const gone = { name: "a.csv", arrayBuffer: () => Promise.reject(new Error("gone")) } as File;
  expect(await add(gone)).toMatchObject({
    text: "“a.csv”: It cannot be read. Choose it again.",
    isChanged: false,
  });
});
