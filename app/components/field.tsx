import type { ComponentProps, ReactNode } from "react";

type FieldFrame = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  isOptional?: boolean;
};

/** What ties a control to its hint and error for assistive technology. */
function describe({ id, hint, error }: FieldFrame) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined };
}

const CONTROL =
  "block w-full rounded-lg border border-line-strong bg-surface px-3 py-2 placeholder:text-muted aria-invalid:border-bad";

function Frame({
  id,
  label,
  hint,
  error,
  isOptional,
  children,
}: FieldFrame & { children: ReactNode }) {
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {isOptional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-bad text-sm">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

function split<T extends FieldFrame>(props: T) {
  const { label, hint, error, isOptional, ...control } = props;
  return { frame: { id: props.id, label, hint, error, isOptional }, control };
}

export function TextField(props: FieldFrame & ComponentProps<"input">) {
  const { frame, control } = split(props);
  return (
    <Frame {...frame}>
      <input {...control} {...describe(frame)} className={`${CONTROL} min-h-11`} />
    </Frame>
  );
}

export function TextArea(props: FieldFrame & ComponentProps<"textarea">) {
  const { frame, control } = split(props);
  return (
    <Frame {...frame}>
      <textarea
        {...control}
        {...describe(frame)}
        className={`${CONTROL} ${props.className ?? ""}`}
      />
    </Frame>
  );
}

export function SelectField(props: FieldFrame & ComponentProps<"select">) {
  const { frame, control } = split(props);
  return (
    <Frame {...frame}>
      <select {...control} {...describe(frame)} className={`${CONTROL} min-h-11`} />
    </Frame>
  );
}
