"use client";

import type { Urgency } from "@/lib/states/batch";
import { SelectField, TextArea, TextField } from "../components/field";
import type { DraftFields } from "./draft";
import { type FormProblems, findTooLong } from "./send/prepare-request";

const URGENCY_LABELS: Record<Urgency, string> = {
  immediate: "Right now",
  within_24_hours: "Within 24 hours",
  within_2_days: "Within 2 days",
  flexible: "Any time",
};

type JobFieldsProps = {
  fields: DraftFields;
  problems: FormProblems["fields"];
  onChange: (fields: Partial<DraftFields>) => void;
};

/** The half of the form that describes the job. */
export function JobFields({ fields, problems, onChange }: JobFieldsProps) {
  const control = (name: keyof DraftFields) => ({
    id: name,
    name,
    value: fields[name],
    error: findTooLong(name, fields[name]) ?? problems[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        {...control("title")}
        label="The job in a few words"
        placeholder="Leaking toilet"
        required
      />
      <TextField
        {...control("serviceNeeded")}
        label="Service needed"
        placeholder="Plumbing"
        required
      />
      <TextField
        {...control("location")}
        label="Where"
        placeholder="Greenville SC"
        hint="City or area"
        required
      />
      <SelectField
        id="urgency"
        name="urgency"
        label="How soon"
        value={fields.urgency}
        error={problems.urgency}
        onChange={(event) => onChange({ urgency: event.target.value })}
      >
        {Object.entries(URGENCY_LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextArea
        {...control("description")}
        label="Details"
        isOptional
        rows={4}
        hint="What is wrong or wanted, as you would tell it on the phone"
      />
      <TextArea
        {...control("criteria")}
        label="What they must meet"
        isOptional
        rows={4}
        hint="One per line, such as “licensed”; the caller asks about each"
      />
      <TextField
        {...control("clientName")}
        label="Calling on behalf of"
        isOptional
        hint="The caller gives this name"
        autoComplete="name"
      />
      <TextField
        {...control("clientAddress")}
        label="Address of the job"
        isOptional
        hint="Given only to a business that asks where the job is"
        autoComplete="street-address"
      />
    </div>
  );
}
