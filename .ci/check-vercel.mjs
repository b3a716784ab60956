// Builds as Vercel does, without an account and without a variable, and reads what comes out: `npm run check:vercel`.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

// A release of the CLI asks for a version of "sandbox" that the registry does not have.
const CLI = { vercel: "64.0.2", sandbox: "4.5.0" };
const NODE = "24.x";
const MIDDLEWARE = "_middleware";

const root = path.resolve(import.meta.dirname, "..");
const home = path.join(root, ".local/vercel");
const output = path.join(home, "output");
const link = path.join(root, ".vercel/project.json");

// Nothing of this machine's settings may reach the build.
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CI: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  VERCEL_TELEMETRY_DISABLED: "1",
};
const run = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}.`);
};

function build() {
  mkdirSync(home, { recursive: true });
  const { vercel, sandbox } = CLI;
  const manifest = { private: true, dependencies: { vercel }, overrides: { sandbox } };
  writeFileSync(path.join(home, "package.json"), JSON.stringify(manifest));
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], home);
  const isLinked = existsSync(link);
  if (!isLinked) {
    mkdirSync(path.dirname(link), { recursive: true });
    // What "vercel pull" would write. What is installed stays as it is.
    const settings = { framework: "nextjs", nodeVersion: NODE, installCommand: "true" };
    writeFileSync(link, JSON.stringify({ projectId: "none", orgId: "none", settings }));
  }
  try {
    rmSync(output, { recursive: true, force: true });
    const cli = path.join(home, "node_modules/.bin/vercel");
    // The token is never used: with a linked project the build asks nobody.
    run(cli, ["build", "--prod", "--yes", "--token", "none", "--output", output], root);
  } finally {
    if (!isLinked) rmSync(link);
  }
}

/** The functions by the address that they serve. Several addresses may share one. */
function readFunctions() {
  const folder = path.join(output, "functions");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".func"))
    .filter((file) => existsSync(path.join(folder, file, ".vc-config.json")))
    .map((file) => {
      const config = path.join(realpathSync(path.join(folder, file)), ".vc-config.json");
      return [file.slice(0, -".func".length), JSON.parse(readFileSync(config, "utf8"))];
    });
}

function findProblems() {
  const { functions: limits, regions } = JSON.parse(
    readFileSync(path.join(root, "vercel.json"), "utf8"),
  );
  const seconds = (pattern) => limits[pattern].maxDuration;
  const expected = {
    "api/inngest": seconds("app/api/inngest/route.ts"),
    "api/v1/attempts/[attemptId]/check": seconds("app/api/v1/attempts/*/check/route.ts"),
  };
  const found = readFunctions();
  const names = found.map(([name]) => name);
  const { routes } = JSON.parse(readFileSync(path.join(output, "config.json"), "utf8"));
  const proxies = routes.filter((route) => route.middlewarePath === `/${MIDDLEWARE}`);
  const isProxied = (address) => proxies.some(({ src }) => new RegExp(src).test(address));
  const problems = [
    ...[...Object.keys(expected), "index", "new", "login", "request/[id]", MIDDLEWARE]
      .filter((name) => !names.includes(name))
      .map((name) => `There is no function for ${name}.`),
    ...found
      .filter(([, { runtime }]) => runtime !== `nodejs${NODE}`)
      .map(([name, { runtime }]) => `${name} runs on ${runtime}.`),
    ...found
      .filter(([name]) => name !== MIDDLEWARE && isDrawn(name))
      .filter(([name, { maxDuration }]) => maxDuration !== (expected[name] ?? seconds("app/**/*")))
      .map(([name, { maxDuration }]) => `${name} may run for ${maxDuration} s.`),
    isProxied("/new") ? [] : "The proxy does not run before pages.",
    ["/api/inngest", "/api/v1/health", "/_next/x.js"].some(isProxied)
      ? "The proxy runs before routes or files."
      : [],
    regions.length === 1 ? [] : "There is more than one region, and the database is in one.",
  ].flat();
  console.log(`${names.length} addresses are served by functions on Node ${NODE}, in ${regions}.`);
  return problems;
}

/** Files that are made once, at the build, have no limit of their own. */
const isDrawn = (name) =>
  !/^(new\/plans|_|apple-icon|icon|opengraph-image|manifest|favicon)/.test(name) &&
  !name.endsWith(".rsc");

build();
const problems = findProblems();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
