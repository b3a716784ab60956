/** A port that somebody else already listens on. */
export class PortTakenError extends Error {
  override name = "PortTakenError";
  readonly port: number;

  constructor(port: number, wanted: string) {
    super(`Port ${port} for ${wanted} is already in use by another program.`);
    this.port = port;
  }
}
