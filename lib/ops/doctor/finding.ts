import type { Env, InngestSettings, Source } from "@/lib/env";
import { isSimulatedAt } from "@/lib/simulated";
import type { Db } from "@/lib/supabase/clients";

/** What one check found. `off`: the question does not arise in this configuration, or nobody here can know. */
export type Finding = {
  check: string;
  state: "ok" | "fault" | "off";
  says: string;
  /** What to do about a fault. */
  fix?: string;
};

export const ok = (check: string, says: string): Finding => ({ check, state: "ok", says });
export const off = (check: string, says: string): Finding => ({ check, state: "off", says });
export const fault = (check: string, says: string, fix: string): Finding => ({
  check,
  state: "fault",
  says,
  fix,
});

/** The configuration that is examined. */
export type Deployment = { source: Source; settings: Env; inngest: InngestSettings; db: Db };

/** @throws Error that says in words what it could not find out. */
export type Check = (deployment: Deployment) => Promise<Finding[]>;

/** Whether a service runs on this machine. */
export const isHere = isSimulatedAt;
