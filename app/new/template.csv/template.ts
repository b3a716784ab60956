import { writeCsv } from "@/lib/csv";

/** A list to be filled in by a spreadsheet program. The numbers are reserved for fiction. */
export const LIST_TEMPLATE = writeCsv([
  ["Name", "Phone"],
  ["Acme Plumbing", "(864) 555-0100"],
  ["Blue Ridge Pipes", "(864) 555-0101 ext. 12"],
]);
