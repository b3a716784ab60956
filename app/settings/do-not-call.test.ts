import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DoNotCall } from "./do-not-call";

const render = (numbers: Parameters<typeof DoNotCall>[0]["numbers"]) =>
  renderToStaticMarkup(
    createElement(
      AppRouterContext.Provider,
      { value: {} as never },
      createElement(DoNotCall, { numbers }),
    ),
  );

test("each number stands with its reason and a way off the list", () => {
  const html = render([
    {
      phone: "+18645550100",
      reason: "Rude <once>",
      source: "person",
      addedAt: "2026-11-28T10:00:00Z",
    },
  ]);

  expect(html).toContain("Rude &lt;once&gt;");
  expect(html).toContain('aria-label="Remove +1 864 555 0100"');
  expect(html).not.toContain("No number is on your list");
});

test("an empty list says so, and a number can be added", () => {
  const html = render([]);

  expect(html).toContain("No number is on your list.");
  expect(html).toMatch(/<input[^>]*name="phone"/);
});
