// read-report.mjs <report.json> <failures>: prints "<passed> <failed>" of a vitest report, and adds to the file of
// failures one line for each, with the first lines of its reason.
import { appendFileSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** Lines of a reason that are worth repeating: what was expected, what came, and where. */
const REASON_LINES = 12;

const [reportPath, failuresPath] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportPath, "utf8"));

const failures = report.testResults.flatMap((file) => {
  const name = relative(process.cwd(), file.name);
  const tests = file.assertionResults.filter((test) => test.status === "failed");
  if (tests.length > 0) {
    return tests.map((test) => [`${name} > ${test.fullName}`, test.failureMessages.join("\n")]);
  }
  // A suite file that does not load has no tests to count, but is a failure all the same.
  return file.status === "failed" ? [[name, file.message]] : [];
});

for (const [title, reason] of failures) {
  const lines = reason.split("\n").slice(0, REASON_LINES);
  appendFileSync(failuresPath, `${title}\n${lines.map((line) => `    ${line}`).join("\n")}\n`);
}
console.log(report.numPassedTests, failures.length);
