import { PORTS, readWantedPorts } from "../ports";
import { runStandIn } from "../run-stand-in";
import { startEngine } from "./server";

await runStandIn(async () => {
  const { inngest: port = PORTS.inngest.usual } = readWantedPorts(process.env);
  const appUrls = (process.env.INNGEST_APP_URLS ?? "").split(",").filter((url) => url !== "");
  const { url, close } = await startEngine({ port, appUrls, log: (line) => console.log(line) });
  return { ready: { url }, says: `Inngest engine (local stand-in) ready at ${url}`, close };
});
