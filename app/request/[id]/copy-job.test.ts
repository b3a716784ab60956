import { expect, test } from "vitest";
import { readRecords, splitCells } from "@/lib/providers/read-records";
import { copyJob, type Job } from "./copy-job";

const JOB: Job = {
  id: "00000000-0000-4000-8000-00000000000c",
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  description: null,
  location: "Greenville SC",
  criteria: ["licensed", "insured; bonded"],
  urgency: "within_24_hours",
  clientName: "Ann",
  clientAddress: null,
  createdAt: "2026-11-23T09:00:00.000Z",
};

test("the job goes over as it was asked, what was not given as empty", () => {
  expect(copyJob(JOB, "Acme", 3)).toMatchObject({
    title: "Leaking toilet",
    serviceNeeded: "Plumbing",
    location: "Greenville SC",
    urgency: "within_24_hours",
    description: "",
    clientName: "Ann",
    clientAddress: "",
    maxAttempts: "3",
  });
});

test.each(["Acme", 'Say "hi", Ltd', "A; B\tC"])("the list has %s and no number", (name) => {
  const { list } = copyJob(JOB, name, 1);
  const [record, ...more] = readRecords(list);
  expect(more).toEqual([]);
  expect(splitCells(record?.text ?? "", ",")).toEqual([name.replace(/\s+/g, " "), ""]);
});
