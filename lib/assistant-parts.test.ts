import { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { findRetirements, MODEL_NAMES, partsOf } from "./assistant-parts";
import { envShape } from "./env";

const chosen = (settings: Partial<Parameters<typeof partsOf>[0]> = {}) =>
  partsOf({
    ASSISTANT_MODEL: envShape.ASSISTANT_MODEL.parse(undefined),
    ASSISTANT_VOICE: envShape.ASSISTANT_VOICE.parse(undefined),
    ASSISTANT_TRANSCRIBER: envShape.ASSISTANT_TRANSCRIBER.parse(undefined),
    ...settings,
  });

test("nothing that is used by default is announced to go", () => {
  expect(findRetirements(chosen())).toEqual([]);
});

test("what is announced to go is named with its day", () => {
  const parts = chosen({ ASSISTANT_MODEL: "gpt-4.1", ASSISTANT_VOICE: "Lily" });

  expect(findRetirements(parts)).toEqual([
    { name: "gpt-4.1", on: "2027-01-14" },
    { name: "Lily", on: "2026-03-01" },
  ]);
});

test("every current model of the SDK can be chosen: a new release of it brings new ones", () => {
  // Aliases that change under us, models that hear and speak themselves, copies in one region, and what is gone by now.
  const current = Object.values(Vapi.OpenAiModelModel).filter(
    (name) => /^gpt-(?:[6-9]|5\.\d)[\w.-]*$/.test(name) && !name.includes("latest"),
  );

  expect(current.filter((name) => !(MODEL_NAMES as string[]).includes(name))).toEqual([]);
  expect(current.length).toBeGreaterThan(5);
});
