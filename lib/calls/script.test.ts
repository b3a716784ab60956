import { expect, test } from "vitest";
import { buildCall } from "./assistant";
import { listQuestions, QUESTIONS } from "./questions";
import { greeting } from "./script";

const request = {
  title: "Leaking toilet",
  serviceNeeded: "plumbing",
  description: null,
  location: "Greenville SC",
  criteria: ["licensed", "{insured}"],
  urgency: "flexible",
  clientName: null,
  clientAddress: null,
} as const;

const { assistant } = buildCall({
  attemptId: "0f6b8f0e-7d5c-4a43-9a56-6f0f7f0a1b2c",
  provider: { name: "Acme Plumbing", phone: "+18645550100" },
  request,
  webhook: { url: "https://example.test/hook", headers: {} },
  phoneNumberId: "number",
  parts: { model: "gpt-5.6-terra", voice: "Elliot", transcriber: "nova-3" },
  now: new Date("2026-11-23T12:00:00Z"),
});

test("what a person reads before calling is what the call begins with", () => {
  expect(assistant?.firstMessage).toBe(greeting("Acme Plumbing", request));
});

test.each([
  ["Plumbing", "plumbing"],
  ["plumbing", "plumbing"],
  ["A plumber", "a plumber"],
  ["Emergency HVAC repair", "emergency HVAC repair"],
  ["HVAC repair", "HVAC repair"],
  ["A/C repair", "A/C repair"],
  ["iPhone repair", "iPhone repair"],
])("a service written %j reads naturally within the greeting", (serviceNeeded, spoken) => {
  expect(greeting("Acme", { ...request, serviceNeeded })).toContain(
    `who is looking for ${spoken} in Greenville SC.`,
  );
});

test("the agent is told every question, in order", () => {
  const told = JSON.stringify(assistant?.model);
  const places = QUESTIONS.map(({ ask }, index) => told.indexOf(`${index + 1}. ${ask}`));

  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("the person reads one question per criterion", () => {
  expect(listQuestions(request.criteria)).toEqual([
    "Can they do this job?",
    "What is the earliest day and time they could come?",
    "What does it cost, what does that cover, and does coming out cost extra?",
    "Do they meet this: licensed?",
    "Do they meet this: (insured)?",
    "Who is speaking?",
  ]);
  expect(listQuestions([])).toHaveLength(4);
});
