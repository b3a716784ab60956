import { callProvider } from "./call-provider";
import { cancelBatch } from "./cancel-batch";
import { deleteAccount } from "./delete-account";
import { finishBatch } from "./finish-batch";
import { removeOldData } from "./remove-old-data";
import { runBatch } from "./run-batch";
import { scheduleAttempt } from "./schedule-attempt";
import { sweep } from "./sweep";

/** Every durable function; `app/api/inngest/route.ts` serves them. */
export const functions = [
  runBatch,
  callProvider,
  scheduleAttempt,
  finishBatch,
  cancelBatch,
  sweep,
  deleteAccount,
  removeOldData,
];
