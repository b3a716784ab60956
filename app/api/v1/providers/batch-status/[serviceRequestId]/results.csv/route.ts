import { exportName, toExportRow } from "@/app/request/[id]/words/export-row";
import { rankSoFar } from "@/app/request/[id]/words/ranking";
import { fromSnapshot } from "@/lib/batches/live-state";
import { getRequestSnapshot, toBatchStatus } from "@/lib/batches/read-status";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/http";
import { toCsv } from "@/lib/results/export-rows";
import { isSimulatedAt } from "@/lib/simulated";
import { otherMethods } from "../../../../../other-methods";
import { withUser } from "../../../../with-user";

type Context = { params: Promise<{ serviceRequestId: string }> };

/** What the page saves as CSV, for programs: the best answer first. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "read", async ({ db, userId }) => {
    const { serviceRequestId: id } = await params;
    const snapshot = isUuid(id) ? await getRequestSnapshot(db, userId, id) : null;
    if (!snapshot) throw new AppError("service_request_not_found");
    const job = snapshot.serviceRequest;
    const { providers } = fromSnapshot(toBatchStatus(snapshot));
    const standings = rankSoFar(providers, job.criteria);
    const consentBasis = snapshot.batch?.consentBasis ?? null;
    const isSimulated = isSimulatedAt(env().VAPI_BASE_URL);
    const facts = { standings, job, isSimulated, consentBasis };
    const placeOf = (provider: { id: string }) => standings.get(provider.id)?.place ?? 0;
    const sorted = providers.toSorted((a, b) => placeOf(a) - placeOf(b));
    const rows = sorted.map((provider) => toExportRow(provider, facts));
    return new Response(toCsv(rows, job.criteria.length), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(exportName(job.title))}.csv`,
        "Cache-Control": "private, no-store",
      },
    });
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
