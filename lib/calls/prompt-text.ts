import { plainText } from "@/lib/plain-text";

/**
 * Text of a user or a list, made fit for a place where Vapi and a language model read it: one line, bounded, and no
 * braces, because Vapi runs every prompt through a template engine in which `{{…}}` and `{%…%}` are commands.
 */
export function promptText(value: string, max: number): string {
  return plainText(value.replaceAll("{", "(").replaceAll("}", ")"), max);
}
