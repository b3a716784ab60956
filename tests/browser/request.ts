import type { Page } from "playwright-core";
import { acceptedBatchSchema } from "@/lib/batches/schema";
import { eventually } from "../support/eventually";
import { callRow } from "./page";
import { type Person, site } from "./site";

/** What tests of a request's page share. */

type NamedProvider = { name: string; phone: string };

/** Starts a batch of businesses with names of their own. */
export async function startNamed(
  person: Person,
  providers: readonly NamedProvider[],
  options: { maxAttempts?: number; retryDelaySeconds?: number; callingHours?: string } = {},
) {
  const response = await fetch(`${site.appUrl}/api/v1/providers/batch-call-async`, {
    method: "POST",
    headers: { Authorization: `Bearer ${person.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      serviceRequest: {
        title: "Leaking toilet",
        serviceNeeded: "Plumbing",
        location: "Greenville SC",
        criteria: ["licensed"],
        urgency: "within_2_days",
      },
      providers,
      options: { maxAttempts: 1, ...options },
    }),
  });
  if (response.status !== 202) throw new Error(await response.text());
  return acceptedBatchSchema.parse(await response.json());
}

/** Makes the simulated phone service misbehave towards one number. */
export async function armFault(fault: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${site.vapiUrl}/__simulator/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([fault]),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Names in the order in which the page shows them. */
export const shownNames = (page: Page): Promise<string[]> =>
  page
    .locator("tr[data-provider]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-provider") ?? ""));

/** Waits until the page shows exactly these names in this order. */
export function seeNames(page: Page, names: readonly string[]): Promise<string[]> {
  return eventually(
    () => shownNames(page),
    (shown) => shown.join("\n") === names.join("\n"),
    { timeoutMs: 30_000, intervalMs: 50 },
  );
}

export async function openRow(page: Page, name: string): Promise<void> {
  await callRow(page, name).getByRole("button", { name, exact: true }).click();
  await page.getByRole("heading", { name: "What was said" }).waitFor();
}

/** Counts from before the first drawing on how far things move that nobody moved; read with `sumShifts`. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as unknown as {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput) shifts.push(value);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

export const sumShifts = (page: Page): Promise<number> =>
  page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
  );

/** Presses Tab until the focus is on what has this name, as somebody without a mouse does. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  // More stops than the page has: a full round without it is a failure.
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.getAttribute("aria-label") ?? element?.closest("label")?.textContent;
      return (label ?? element?.textContent ?? "").trim();
    });
    if (name.test(focused)) return;
    seen.push(focused.slice(0, 40));
  }
  throw new Error(`Tab never came to ${name}, only to: ${seen.join(", ")}`);
}
