import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import GlobalError from "./global-error";

const draw = (error: unknown) =>
  renderToStaticMarkup(createElement(GlobalError, { error, retry: () => undefined }));

test("a site whose layout cannot be drawn is a whole page that says so and offers to try again", () => {
  const html = draw(new Error("relation does not exist"));

  expect(html).toMatch(/^<html lang="en">/);
  expect(html).toContain("<title>Not available · Ringround</title>");
  expect(html).toMatch(/<main[^>]*>.*<h1[^>]*>Ringround cannot be shown right now<\/h1>/s);
  expect(html).toMatch(/<button type="button"[^>]*>Try again<\/button>/);
});

test("what is thrown is not shown, only the fault's number, where there is one", () => {
  const fault = Object.assign(new Error("relation does not exist"), { digest: "2718281" });

  for (const thrown of [fault, new Error("relation does not exist"), "relation", null, undefined]) {
    expect(draw(thrown)).not.toContain("relation");
  }
  expect(draw(fault)).toMatch(/fault <span[^>]*>2718281<\/span>/);
  expect(draw(new Error("A"))).not.toContain("fault <");
});
