// A vitest reporter for .ci/run: writes "<passed> <failed>" to $CI_REPORT/counts, and one entry for whatever failed,
// or passed only when it was tried again, to $CI_REPORT/failures and $CI_REPORT/flaky.
import { appendFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of a reason that are worth repeating. */
const REASON_LINES = 16;

export default class CiReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed");
    const failures = [
      ...tests
        .filter((test) => test.result().state === "failed")
        .map((test) => describe(titleOf(test), test.result().errors)),
      // A file that does not load has no tests to count, but is a failure all the same.
      ...modules
        .filter((module) => module.errors().length > 0)
        .map((module) => describe(nameOf(module), module.errors())),
      ...(unhandledErrors.length > 0 ? [describe("outside of any test", unhandledErrors)] : []),
    ];
    const flaky = passed
      .filter((test) => test.diagnostic()?.flaky)
      .map((test) => describe(titleOf(test), test.result().errors ?? []));

    const file = (name) => join(process.env.CI_REPORT ?? ".", name);
    writeFileSync(file("counts"), `${passed.length} ${failures.length}\n`);
    appendFileSync(file("failures"), failures.join(""));
    appendFileSync(file("flaky"), flaky.join(""));
  }
}

const nameOf = (module) => relative(process.cwd(), module.moduleId);
const titleOf = (test) => `${nameOf(test.module)} > ${test.fullName}`;

/** The title, and of each reason its words, what differed and the lines of ours it came through. */
function describe(title, errors) {
  const lines = errors.flatMap(({ message, diff = "", stack = "" }) =>
    stripVTControlCharacters(
      [message, diff, ...stack.split("\n").filter((line) => isOurs(line))].join("\n"),
    )
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, REASON_LINES),
  );
  return `${title}\n${lines.map((line) => `    ${line.slice(0, 300)}\n`).join("")}`;
}

const isOurs = (line) =>
  line.trimStart().startsWith("at ") &&
  /:\d+:\d+/.test(line) &&
  !/node_modules|node:internal/.test(line);
