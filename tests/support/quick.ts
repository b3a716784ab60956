import { inject } from "vitest";

/** Whether this is `npm test`, which leaves to `npm run test:all` what takes minutes and seldom finds more. */
export const isQuick = inject("isQuick");

/** The first few of many alike in a quick run, and all of them else. */
export const sample = <Item>(all: readonly Item[], count: number): readonly Item[] =>
  isQuick ? all.slice(0, count) : all;
