import type { Server } from "node:http";

export class PortTakenError extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another program. Set VAPI_PORT to a free one.`);
    this.name = "PortTakenError";
  }
}

/** Starts listening and gives the server's URL. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTakenError(port) : error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      if (typeof address !== "object" || address === null)
        return reject(new Error("the Vapi simulator listens on no port"));
      resolve(`http://${host}:${address.port}`);
    });
  });
}
