/** What reads a list, in one file of scripts that the form loads after itself. */
export { createLazyPhoneReader, type LazyPhoneReader } from "@/lib/phones/lazy-phone-reader";
export { editRow, writeRows } from "@/lib/providers/edit-row";
export { numbersIn } from "@/lib/providers/number-reader";
export { parseProviderList, type RowMemo } from "@/lib/providers/parse-list";
