/** An earlier request to begin a new one with, and perhaps one of its businesses. */
export type LikeQuery = { requestId: string; providerId?: string };

/** Where a form opens that has the job of an earlier request in it, and on its list the business, if one is named. */
export function likePath({ requestId, providerId }: LikeQuery): `/new?like=${string}` {
  return `/new?like=${requestId}${providerId ? `&provider=${providerId}` : ""}`;
}
