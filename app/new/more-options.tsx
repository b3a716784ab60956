import type { ConsentBasis } from "@/lib/states/batch";
import { SelectField } from "../components/field";

const LABELS: Record<ConsentBasis, string> = {
  listed_publicly: "Their number is public for inquiries",
  existing_relation: "I deal with them already",
  asked_to_be_called: "They asked to be called",
};

type MoreOptionsProps = { consentBasis: string; onChange: (consentBasis: string) => void };

/** What most orders leave as it is. */
export default function MoreOptions({ consentBasis, onChange }: MoreOptionsProps) {
  return (
    <div className="mt-2 grid gap-5 sm:grid-cols-2">
      <SelectField
        id="consentBasis"
        name="consentBasis"
        label="Why they may be called"
        hint="Kept with the request"
        value={consentBasis}
        onChange={(event) => onChange(event.target.value)}
      >
        {Object.entries(LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
