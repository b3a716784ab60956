"use client";

import type { ListColumns, ListReading } from "@/lib/lists/reading";
import { SelectField } from "../../components/field";

export type Chosen = Partial<Record<"phone" | "name", number[]>>;

export const columnPickerId = (field: "phone" | "name"): string => `${field}-column`;

type ColumnPickerProps = {
  columns: ListColumns;
  asks: ListReading["asks"];
  onChoose: (chosen: Chosen) => void;
};

/** Which columns of a table are called and which name the business: what was decided, to be changed in place. */
export function ColumnPicker({ columns, asks, onChoose }: ColumnPickerProps) {
  const { titles, phone, name, samples } = columns;
  const single = titles.map((_, index) => [index]);
  const picker = (field: "phone" | "name", label: string, decided: readonly number[]) => {
    const isAsked = asks === field;
    // Several that are read together stay on offer as what they are.
    const choices = decided.length > 1 ? [[...decided], ...single] : single;
    return (
      <SelectField
        id={columnPickerId(field)}
        label={label}
        value={isAsked ? "" : decided.join()}
        error={isAsked ? "Several columns could be it. Choose one." : undefined}
        onChange={({ target }) => onChoose({ [field]: target.value.split(",").map(Number) })}
      >
        {(isAsked || decided.length === 0) && (
          <option value="" disabled>
            {isAsked ? "Choose a column" : "No column"}
          </option>
        )}
        {choices.map((indexes) => (
          <option key={indexes.join()} value={indexes.join()}>
            {describeColumns(indexes, titles, samples)}
          </option>
        ))}
      </SelectField>
    );
  };
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {picker("phone", "Numbers are in", phone)}
      {picker("name", "Names are in", name)}
    </div>
  );
}

/** `Column 3, Phone (Work): 864-555-0100, 864-555-0101`. */
function describeColumns(
  indexes: readonly number[],
  titles: readonly string[],
  samples: ListColumns["samples"],
): string {
  const where = indexes
    .map((index) => `${index + 1}${titles[index] ? `, ${titles[index]}` : ""}`)
    .join(" and ");
  const [only, ...more] = indexes;
  const cells = more.length === 0 && only !== undefined ? (samples[only] ?? []) : [];
  const shown = cells
    .slice(0, 2)
    .map((cell) => (cell.length > 24 ? `${cell.slice(0, 23)}…` : cell))
    .join("; ");
  return `${more.length > 0 ? "Columns" : "Column"} ${where}${shown && `: ${shown}`}`;
}
