import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const resolve = { tsconfigPaths: true };

const NEEDS_POSTGRES = "local/supabase/{bootstrap,migrations}.test.ts";
const STARTS_PROCESSES = "local/supabase/{main,postgres}.test.ts";

const projects = [
  project("faults", ["tests/faults/**/*.test.ts"]),
  project("flows", ["tests/flows/**/*.test.ts"]),
  project("launcher", ["tests/launcher/**/*.test.ts", STARTS_PROCESSES]),
  project("contracts", ["tests/contracts/**/*.test.ts"]),
  project("database", [
    "tests/database/**/*.test.ts",
    "tests/support/database.test.ts",
    NEEDS_POSTGRES,
  ]),
  project(
    "unit",
    ["{app,inngest,lib,local}/**/*.test.ts", "tests/*.test.ts", "tests/{lists,support}/*.test.ts"],
    [NEEDS_POSTGRES, STARTS_PROCESSES, "tests/support/database.test.ts"],
  ),
];

function project(name: string, include: string[], exclude: string[] = []) {
  return {
    resolve,
    test: {
      name,
      include,
      exclude: [...configDefaults.exclude, ...exclude],
      setupFiles: ["tests/support/setup.ts"],
      // A worker reads the vendors' packages once, and files that need the same stack or database share it.
      isolate: false,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

/** One project after another, in the order above, so that a worker goes on to files of the same one. */
class ByProject extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project: { name } }: TestSpecification) =>
      projects.findIndex(({ test }) => test.name === name);
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve,
  test: {
    projects,
    globalSetup: ["tests/support/global-setup.ts"],
    sequence: { sequencer: ByProject },
    // Files share two cores with Postgres and the servers they start; more workers only make every wait longer.
    maxWorkers: 2,
  },
});
