import { type BehaviorName, behaviors, type Range } from "../behaviors";
import type { Accepted } from "../create-call/accept";
import { settingsOf } from "../create-call/settings";
import type { ScriptedCall } from "../inspector/script";
import { pick, seededSeconds } from "../talk/seed";
import type { CallRecord, Step } from "./call-record";

export type PlanInput = {
  id: string;
  request: Accepted;
  now: number;
  timeScale: number;
  behavior: BehaviorName;
  script?: ScriptedCall;
  isBlocked: boolean;
};

// The time from the request to the first ring.
const DIALING: Range = [0.3, 0.5];

// The real service takes 5 to 30 s to read the transcript; at scale 1 a call is about twenty times shorter too.
const ANALYSIS: Range = [0.8, 1.5];

const BLOCKED_REASON = "call.start.error-subscription-concurrency-limit-reached";

/** Decides the whole life of a call when it is placed. Seconds of behaviors and scripts are multiplied by the scale. */
export function planCall(input: PlanInput): CallRecord {
  const { now, script, request, isBlocked } = input;
  const { number } = request.customer;
  const behavior = behaviors[input.behavior];
  const settings = settingsOf(request);
  const seconds = (topic: string, range: Range, scripted?: number) =>
    scripted ?? seededSeconds(number, topic, range[0], range[1]);

  const plan: Step[] = [{ name: "queued", at: now }];
  let at = now;
  const add = (name: Step["name"], afterSeconds: number) => {
    at += Math.round(afterSeconds * 1000 * input.timeScale);
    plan.push({ name, at });
  };

  let endedReason: string = script?.endedReason ?? plannedReason(input, settings.detectsVoicemail);
  let lastSeconds = seconds("dialing", DIALING);
  if (behavior.ring && !isBlocked) {
    add("ringing", lastSeconds);
    lastSeconds = seconds("ring", behavior.ring, script?.ringSeconds);
    if (behavior.talk) {
      add("in-progress", lastSeconds);
      lastSeconds = seconds("talk", behavior.talk, script?.talkSeconds);
      if (lastSeconds >= settings.maxDurationSeconds) {
        lastSeconds = settings.maxDurationSeconds;
        endedReason = "exceeded-max-duration";
      }
    }
  }
  add("ended", lastSeconds);
  const plannedEnd = at;
  add("report", seconds("analysis", ANALYSIS, script?.reportSeconds));

  return {
    id: input.id,
    request,
    behavior: input.behavior,
    structuredData: script?.structuredData,
    conversation: script?.conversation,
    isBlocked,
    plan,
    plannedReason: endedReason,
    plannedEnd,
    done: 0,
    createdAt: now,
    updatedAt: now,
    status: "queued",
  };
}

function plannedReason(input: PlanInput, detectsVoicemail: boolean): string {
  if (input.isBlocked) return BLOCKED_REASON;
  // Without a detector the assistant talks to the machine until the machine hangs up.
  if (input.behavior === "voicemail" && !detectsVoicemail) return "customer-ended-call";
  return pick(input.request.customer.number, "ended", behaviors[input.behavior].endedReasons);
}

/** The plan of a call that is hung up at `at`: what was still to come is left out, the report follows as it would have. */
export function cutPlan(call: CallRecord, at: number): Step[] {
  const ended = call.plan.find((step) => step.name === "ended");
  const report = call.plan.find((step) => step.name === "report");
  const analysis = ended && report ? report.at - ended.at : 0;
  return [
    ...call.plan.slice(0, call.done),
    { name: "ended", at },
    { name: "report", at: at + analysis },
  ];
}
