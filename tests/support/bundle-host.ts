import path from "node:path";
import { build, type Plugin } from "esbuild";
import { findRoutes } from "./routes";

/**
 * Makes one file of the site's process (web-host.ts) and all it imports. Tests start that process hundreds of times, and
 * reading 2,600 modules of the phone service's client takes it over a second each time, reading this file a tenth of one.
 * @param sources the copy of the sources to take it from
 * @param outfile where to write it; nothing else is needed to run it
 */
export async function bundleHost(sources: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(sources, "tests/support/web-host.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    tsconfig: path.join(sources, "tsconfig.json"),
    plugins: [routesByName(sources)],
    // Packages in the older format ask for Node's own modules with a function that this format lacks.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "warning",
  });
}

/** A bundle holds only what is imported by name, so the routes are looked up now and not when they are loaded. */
function routesByName(sources: string): Plugin {
  const routes = findRoutes(sources);
  const imports = routes.map(({ file }, n) => `import * as r${n} from ${JSON.stringify(file)};`);
  const loaded = routes.map(({ address }, n) => `toRoute(${JSON.stringify(address)}, r${n})`);
  const contents = `
    import { toRoute } from "./routes";
    ${imports.join("\n")}
    export const loadRoutes = async () => [${loaded.join(", ")}];`;
  return {
    name: "routes-by-name",
    setup({ onLoad }) {
      const resolveDir = path.join(sources, "tests/support");
      onLoad({ filter: /[\\/]tests[\\/]support[\\/]load-routes\.ts$/ }, () => ({
        contents,
        resolveDir,
      }));
    },
  };
}
