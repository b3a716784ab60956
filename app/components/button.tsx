import type { ComponentProps } from "react";

type ButtonLook = {
  /**
   * `primary`: the one thing a page is for. `plain`: other actions. `quiet`: beside text. `danger`: stops something.
   * `inverse`: on a bar in the color of text.
   */
  kind?: "primary" | "plain" | "quiet" | "danger" | "inverse";
  size?: "normal" | "small";
};

const KINDS = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  plain: "border border-line-strong/50 bg-surface hover:bg-sunken",
  quiet: "text-muted hover:bg-sunken hover:text-text",
  inverse: "text-bg underline underline-offset-4 hover:bg-bg/15 focus-visible:outline-bg",
  danger: "border border-bad/50 bg-surface text-bad hover:bg-bad-soft",
} as const;

// 44 px and 32 px: targets of WCAG 2.2 (24 px at least) with room for a thumb where it matters.
const SIZES = { normal: "min-h-11 px-4 font-medium", small: "min-h-8 px-3 text-sm" } as const;

/** The look of a button, for links that are actions. */
export function buttonClass({ kind = "plain", size = "normal" }: ButtonLook = {}): string {
  return `inline-flex items-center justify-center gap-2 rounded-lg whitespace-nowrap transition-colors disabled:opacity-60 ${KINDS[kind]} ${SIZES[size]}`;
}

export function Button({
  kind,
  size,
  className = "",
  type = "button",
  ...rest
}: ButtonLook & ComponentProps<"button">) {
  return <button type={type} className={`${buttonClass({ kind, size })} ${className}`} {...rest} />;
}
