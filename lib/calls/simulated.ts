/** Whether the phone service stands in for Vapi: it answers at api.vapi.ai and api.eu.vapi.ai, anything else rings no phone. */
export const isSimulatedAt = (baseUrl: string): boolean =>
  !new URL(baseUrl).hostname.endsWith(".vapi.ai");
