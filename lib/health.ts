import { z } from "zod";
import { withDeadline } from "@/lib/deadline";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { NEWEST_MIGRATION } from "@/lib/supabase/database.types";

const stateSchema = z.object({
  migration: z.string().nullable(),
  sweptSecondsAgo: z.number().nullable(),
  deployment: z.string().nullable(),
  isBusy: z.boolean(),
  isStopped: z.boolean(),
});
export type DeploymentState = z.infer<typeof stateSchema>;

/**
 * What the database knows of the deployments on it.
 * @throws AppError `store_unavailable`, also where the database is older than the question.
 */
export const readDeploymentState = (db: Db): Promise<DeploymentState> =>
  callFunction(db, "deployment_state", {}, stateSchema);

/** Migrations come before the code that needs them, so a newer database is no fault. */
export const isBehind = ({ migration }: DeploymentState): boolean =>
  migration === null || migration < NEWEST_MIGRATION;

// Three of the sweep's minutes while a batch is open; without one it may rest, and an hour is the longest that it does.
const LATE_WHEN_BUSY_SECONDS = 180;
const LATE_WHEN_IDLE_SECONDS = 3900;

export const isSweepLate = ({ sweptSecondsAgo, isBusy }: DeploymentState): boolean =>
  sweptSecondsAgo === null ||
  sweptSecondsAgo > (isBusy ? LATE_WHEN_BUSY_SECONDS : LATE_WHEN_IDLE_SECONDS);

export const readinessSchema = z.object({
  status: z.enum(["ready", "not_ready"]),
  database: z.enum(["ok", "unavailable"]),
  migrations: z.enum(["ok", "behind", "unknown"]),
  sweep: z.enum(["ok", "late", "unknown"]),
  calling: z.enum(["on", "off", "stopped", "unknown"]),
});
export type Readiness = z.infer<typeof readinessSchema>;

// Monitors give up after 5 to 10 s, and would then say less than this does.
const PATIENCE_MS = 3000;

/** Whether this deployment can do its work, in states alone. That calling is off or stopped is somebody's will, no fault. */
export async function readReadiness(db: Db, callsEnabled: boolean): Promise<Readiness> {
  const state = await withDeadline(readDeploymentState(db), PATIENCE_MS, "No answer.").catch(
    () => null,
  );
  if (state === null) {
    return {
      status: "not_ready",
      database: "unavailable",
      migrations: "unknown",
      sweep: "unknown",
      calling: callsEnabled ? "unknown" : "off",
    };
  }
  const [behind, late] = [isBehind(state), isSweepLate(state)];
  return {
    status: behind || late ? "not_ready" : "ready",
    database: "ok",
    migrations: behind ? "behind" : "ok",
    sweep: late ? "late" : "ok",
    calling: !callsEnabled ? "off" : state.isStopped ? "stopped" : "on",
  };
}
