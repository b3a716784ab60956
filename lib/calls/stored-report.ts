import type { CallSnapshot } from "./read-call";
import { type CallReport, callReportSchema } from "./report";

export { callReportSchema as storedReportSchema } from "./report";

export const storeReport = (report: CallReport): CallReport => callReportSchema.parse(report);

export const storeReportOf = (call: CallSnapshot): CallReport | null => call.report;
