import { type DraftFields, EMPTY_DRAFT } from "../draft";
import type { LikeRequest } from "./like-request";

/**
 * A job and eight businesses with eight fates. The numbers are reserved for fiction; `local/vapi/README.md` says what
 * the simulator does when one of them is dialed.
 */
const SIMULATED_JOB = {
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  location: "Greenville SC",
  urgency: "within_2_days",
  description: "Water runs from the tank into the bowl all the time, and the floor is damp.",
  criteria: "Licensed and insured",
  clientName: "",
  clientAddress: "",
};

const SIMULATED_LIST = `Acme Plumbing, +1 864-555-0100
Blue Ridge Pipes, +1 864-555-0101
Carolina Drain Co, +1 864-555-0102
Dunbar & Sons, +1 864-555-0103
Eastside Rooter, +1 864-555-0104
Foothills Plumbing, +1 864-555-0105
Greer Water Works, +1 864-555-0106
Haywood Home Repair, +1 864-555-0114
`;

/** What the form begins with for somebody who comes to it for a simulated batch. */
export const SIMULATED_BATCH: LikeRequest = {
  askedBy: "simulated",
  words: {
    title: "A simulated batch is filled in",
    filled: "Change anything you like, or call right away. No phone rings, and nothing is charged.",
    kept: "The simulated batch has not replaced it.",
  },
  fields: { ...SIMULATED_JOB, list: SIMULATED_LIST },
};

/** The list, and the job too unless the person has begun to describe one: half of each would be neither. */
export function simulate(fields: DraftFields): Partial<DraftFields> {
  const job = { ...fields, list: "", country: "", maxAttempts: EMPTY_DRAFT.fields.maxAttempts };
  const names = Object.keys(job) as (keyof DraftFields)[];
  const isUntouched = names.every((name) => job[name] === EMPTY_DRAFT.fields[name]);
  return { ...(isUntouched ? SIMULATED_JOB : {}), list: SIMULATED_LIST };
}
