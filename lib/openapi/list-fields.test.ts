import { expect, test } from "vitest";
import { z } from "zod";
import { createSchema } from "zod-openapi";
import { describeType, listFields } from "./list-fields";

const schemaOf = (type: z.ZodType) => createSchema(type, { io: "input" }).schema;

test("fields come in order, with those in them, and in lists of them", () => {
  const body = z.object({
    title: z.string().max(200).describe("The job"),
    place: z.object({ city: z.string().optional() }).nullable(),
    rows: z.array(z.object({ phone: z.string() })).max(5),
  });

  expect(listFields(schemaOf(body))).toEqual([
    {
      path: "title",
      type: "string, at most 200 characters",
      isRequired: true,
      description: "The job",
    },
    { path: "place", type: "object or null", isRequired: true, description: undefined },
    { path: "place.city", type: "string", isRequired: false, description: undefined },
    { path: "rows", type: "list of at most 5", isRequired: true, description: undefined },
    { path: "rows[].phone", type: "string", isRequired: true, description: undefined },
  ]);
});

test.each([
  [z.int().min(1).max(3).default(2), "whole number, 1 to 3; 2 by default"],
  [z.int().min(0), "whole number"],
  [z.number().positive().max(10), "number, up to 10"],
  [z.iso.datetime().nullable(), "time or null"],
  [z.string().nullable(), "string or null"],
  [z.enum(["busy", "failed"]), "busy, failed"],
  [z.literal("queued"), '"queued"'],
  [z.array(z.uuid()), "list: uuid"],
  [z.union([z.array(z.string()), z.string()]), "list: string or string"],
  [z.boolean(), "boolean"],
  [z.unknown(), "anything"],
])("%#: %o is in words", (type, words) => {
  expect(describeType(schemaOf(type))).toBe(words);
});

test("a named schema is named, and not looked into", () => {
  const reference = { $ref: "#/components/schemas/Attempt" };
  expect(describeType(reference)).toBe("Attempt");
  expect(listFields(reference)).toEqual([]);
});
