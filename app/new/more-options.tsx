import type { ConsentBasis } from "@/lib/states/batch";
import { SelectField, TextField } from "../components/field";
import type { DraftFields } from "./draft";

const LABELS: Record<ConsentBasis, string> = {
  listed_publicly: "Their number is public for inquiries",
  existing_relation: "I deal with them already",
  asked_to_be_called: "They asked to be called",
};

type MoreOptionsProps = {
  fields: DraftFields;
  /** What is wrong with the cap. */
  error: string | undefined;
  /** Spending cap where the person sets none, in US dollars. */
  capUsd: number;
  onChange: (fields: Partial<DraftFields>) => void;
};

/** What most orders leave as it is. */
export default function MoreOptions({ fields, error, capUsd, onChange }: MoreOptionsProps) {
  return (
    <div className="mt-2 grid gap-5 sm:grid-cols-2">
      <SelectField
        id="consentBasis"
        name="consentBasis"
        label="Why they may be called"
        hint="Kept with the request"
        value={fields.consentBasis}
        onChange={(event) => onChange({ consentBasis: event.target.value })}
      >
        {Object.entries(LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        id="capUsd"
        name="capUsd"
        type="number"
        inputMode="decimal"
        min="0.01"
        step="0.01"
        label="Spending cap in US dollars"
        hint="A call that could exceed it is not made. At least what one call can cost."
        placeholder={capUsd.toFixed(2)}
        error={error}
        value={fields.capUsd}
        onChange={(event) => onChange({ capUsd: event.target.value })}
      />
    </div>
  );
}
