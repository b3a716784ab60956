"use client";

import { Upload } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button, buttonClass } from "../../components/button";
import { TextArea } from "../../components/field";

export type ListBoxProps = {
  value: string;
  error: string | undefined;
  onChange: (list: string) => void;
  onAppend: (text: string) => Promise<void>;
  onOpen: Parameters<typeof import("./read-list-file").addFiles>[1]["open"];
};

type FileNote = { text: string; isProblem: boolean; undo?: string };

const EXAMPLE = `Acme Plumbing, 864-555-0100
Blue Ridge Pipes (864) 555-0101
Carolina Drain Co, +1 864 555 0102`;

/** The one box for a list: typed, pasted, dropped as a file or chosen. Files are read here and go nowhere. */
export function ListBox({ value, error, onChange, onAppend, onOpen }: ListBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [note, setNote] = useState<FileNote | null>(null);

  useEffect(keepFilesOut, []);

  const addFiles = async (files: File[]) => {
    // 1 kB of script that only a file needs.
    const reader = await import("./read-list-file").catch(() => null);
    if (!reader)
      return setNote({
        text: "The file was not read: the connection is gone. Choose it again, or paste its cells.",
        isProblem: true,
      });
    const { text, isProblem, isChanged } = await reader.addFiles(files, {
      append: onAppend,
      open: onOpen,
    });
    setNote({ text, isProblem, undo: isChanged ? value : undefined });
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const files = Array.from(event.dataTransfer.files);
    // Dropped text is left to the browser, which puts it where it was dropped.
    if (files.length === 0) return;
    event.preventDefault();
    void addFiles(files);
  };
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the one for everybody.
    <div
      className="relative grid gap-2"
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <TextArea
        id="list"
        name="list"
        label="Businesses to call"
        value={value}
        error={error}
        onChange={(event) => {
          setNote(null);
          onChange(event.target.value);
        }}
        rows={8}
        // A row of a spreadsheet is one line here too.
        wrap="off"
        spellCheck={false}
        className={`resize-y font-mono text-sm leading-6 ${isOver ? "border-accent! bg-accent-soft!" : ""}`}
        placeholder={EXAMPLE}
        hint="Name and number, one business per line. Paste cells of a spreadsheet as they are, or drop a CSV, Excel or contacts file here."
      />
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" onClick={() => input.current?.click()}>
          <Upload aria-hidden="true" className="size-4" />
          Choose a file
        </Button>
        <a
          href="/new/template.csv"
          download
          className={buttonClass({ kind: "quiet", size: "small" })}
        >
          Download a template
        </a>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          aria-label="List file"
          accept=".csv,.tsv,.txt,.xlsx,.vcf,.json,text/*"
          onChange={(event) => {
            const files = Array.from(event.target.files ?? []);
            // The same file again is a change too.
            event.target.value = "";
            void addFiles(files);
          }}
        />
        <p
          role="status"
          className={`min-w-0 text-sm ${note?.isProblem ? "text-bad" : "text-muted"}`}
        >
          {note?.text}
        </p>
        {note?.undo !== undefined && (
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              onChange(note.undo ?? "");
              setNote(null);
            }}
          >
            Undo
          </Button>
        )}
      </div>
    </div>
  );
}

/** A file that misses the box would open in place of the form. Returns what ends it. */
function keepFilesOut(): () => void {
  const stay = (event: globalThis.DragEvent) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };
  addEventListener("dragover", stay);
  addEventListener("drop", stay);
  return () => {
    removeEventListener("dragover", stay);
    removeEventListener("drop", stay);
  };
}
