import type { Page } from "playwright-core";

/** What tests of the list of businesses on /new share. */

export const box = (page: Page) => page.getByLabel("Businesses to call");
export const rows = (page: Page) => table(page).locator("tbody");
/** The chosen columns of numbers and names, as the picker holds them. */
export const columns = (page: Page) =>
  Promise.all(
    ["Numbers are in", "Names are in"].map((label) => page.getByLabel(label).inputValue()),
  );
export const table = (page: Page) => page.getByRole("table", { name: /as understood/ });

/** A sheet as Excel copies it, with what goes wrong in sheets. */
export const SHEET = [
  "Rating\tBusiness name\tCity\tPhone no.",
  '4.5\t"Smith, ""The Pipe"" Jones\n& Sons"\tGreer\t(864) 555-0110',
  "4\tAcme Plumbing\tEasley\t'864\u00a0555\u00a00111",
  "3\tBest Pipes\tEasley\t8.64555E+09",
  "\tAcme Inc\t\t+1 864 555 0111",
].join("\n");
