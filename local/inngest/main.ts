import { messageOf } from "./json";
import { startEngine } from "./server";

/** The port that the SDK assumes when it is told no other. */
const DEFAULT_PORT = 8288;

const port = Number(process.env.INNGEST_PORT ?? DEFAULT_PORT);
const appUrls = (process.env.INNGEST_APP_URLS ?? "").split(",").filter((url) => url !== "");

async function main(): Promise<void> {
  const engine = await startEngine({ port, appUrls, log: (line) => console.log(line) });
  console.log(`Inngest engine (local stand-in) ready at ${engine.url}`);
  process.send?.({ type: "ready", url: engine.url });

  const close = () => {
    void engine.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", close);
  process.once("SIGINT", close);
  // A parent that dies without a word must not leave the engine behind.
  if (process.channel) process.once("disconnect", close);
}

main().catch((error: unknown) => {
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(
    isTaken
      ? `Port ${port} is taken. Set INNGEST_PORT to a free one, or stop what uses it.`
      : `The Inngest engine could not start: ${messageOf(error)}`,
  );
  process.exit(1);
});
