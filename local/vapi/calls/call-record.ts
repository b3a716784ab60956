import type { Vapi } from "@vapi-ai/server-sdk";
import type { BehaviorName } from "../behaviors";
import type { Accepted } from "../create-call/accept";
import type { Turn } from "../inspector/script";

export const stepNames = ["queued", "ringing", "in-progress", "ended", "report"] as const;

/** What happens in the life of a call, in this order; a call that nobody answers leaves some out. */
export type StepName = (typeof stepNames)[number];

/** `at` is in epoch milliseconds, decided when the call is placed: a restart does not move it. */
export type Step = { name: StepName; at: number };

export type CallStatus = Extract<Vapi.CallStatus, "queued" | "ringing" | "in-progress" | "ended">;

export type CallRecord = {
  id: string;
  request: Accepted;
  behavior: BehaviorName;
  /** Replaces what an extraction would give; only a script sets it. */
  structuredData?: Record<string, unknown>;
  /** Replaces what is said; only a script sets it. */
  conversation?: readonly Turn[];
  /** The account had no line, though the request was answered 201. */
  isBlocked: boolean;
  plan: Step[];
  plannedReason: string;
  /** When the talk would end if nobody hung up before; epoch milliseconds. */
  plannedEnd: number;
  /** Number of steps of the plan that have happened. */
  done: number;
  createdAt: number;
  updatedAt: number;
  /** When the talk began; absent when nothing picked up. */
  startedAt?: number;
  endedAt?: number;
  endedReason?: string;
  reportedAt?: number;
  /** US dollars that stand in place of what its minutes come to. */
  revisedUsd?: number;
  status: CallStatus;
};

export type DeliveryState = "pending" | "delivered" | "failed" | "dropped";

/** One webhook of a call; it exists from the moment its step has happened. */
export type Delivery = {
  callId: string;
  kind: StepName;
  state: DeliveryState;
  attempts: number;
  /** HTTP status or failure of the latest attempt. */
  lastAnswer?: string;
  /** Epoch milliseconds of the next attempt while pending. */
  nextAt: number;
};

export const isLive = (call: CallRecord): boolean => call.status !== "ended" && !call.isBlocked;
