const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Whether the phone service stands in for Vapi, so that no phone rings: it answers on this machine. Any other address is taken
 * for real, a proxy in front of Vapi included.
 */
export const isSimulatedAt = (baseUrl: string): boolean => LOOPBACK.test(new URL(baseUrl).hostname);
