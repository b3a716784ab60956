/**
 * A value that the whole process shares. A variable of a module is not: Next bundles `instrumentation.ts`, routes and pages
 * apart, and each has its own.
 */
export function perProcess<T>(name: string): { value: T | undefined } {
  const shared = globalThis as unknown as Record<symbol, { value: T | undefined } | undefined>;
  const slot = Symbol.for(`ringround.${name}`);
  shared[slot] ??= { value: undefined };
  return shared[slot];
}
