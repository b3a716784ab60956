import type { Sql } from "postgres";
import type { RawData, WebSocket } from "ws";
import type { Keys } from "../lite";
import type { Log } from "../quiet-console";
import { canRead } from "./authorize";
import { type Channel, parseJoin, unsupportedIn } from "./channel";
import type { FeedMessage } from "./feed";
import {
  decodeBinaryFrame,
  decodeFrame,
  encodeBroadcast,
  encodeFrame,
  type Frame,
  type ProtocolVersion,
} from "./protocol";
import { expiredMessage, type Identity, TokenError, verifyToken } from "./tokens";

export type SocketContext = {
  sql: Sql;
  keys: Keys;
  version: ProtocolVersion;
  /** Who the API key of the connection stands for. */
  keyIdentity: Identity;
  log: Log;
};

const TOPIC_PREFIX = "realtime:";

// Phoenix drops a client it has not heard of for a minute; the client's heartbeat comes every 25 s.
const SILENCE_LIMIT_MS = 60_000;

// The limit of hosted projects for one connection.
const MAX_CHANNELS = 100;

/** Longest delay that setTimeout takes; a later expiry is looked at again then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One client: its channels by topic, its messages handled one after the other as Phoenix does. */
export class RealtimeSocket {
  readonly #channels = new Map<string, Channel>();
  readonly #socket: WebSocket;
  readonly #context: SocketContext;
  #queue: Promise<void> = Promise.resolve();
  #silence: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, context: SocketContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on("message", (data, isBinary) => this.#enqueue(data, isBinary));
    socket.on("close", () => this.#forget());
    socket.on("error", (error) => context.log(`Realtime socket: ${error.message}`));
    this.#restartSilence();
  }

  /** Sends the message to the channel of its topic, when one of the same privacy is joined. */
  deliver(message: FeedMessage) {
    const channel = this.#channels.get(TOPIC_PREFIX + message.topic);
    if (!channel || channel.isPrivate !== message.private) return;
    this.#socket.send(encodeBroadcast(this.#context.version, message));
  }

  /** Ends the connection; the client comes back by itself and rejoins its channels. */
  restart() {
    // 1012: service restart.
    this.#socket.close(1012, "service restart");
  }

  terminate() {
    this.#socket.terminate();
  }

  #enqueue(data: RawData, isBinary: boolean) {
    this.#restartSilence();
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map(toBuffer));
    const frame = isBinary
      ? decodeBinaryFrame(bytes)
      : decodeFrame(this.#context.version, bytes.toString("utf8"));
    if (!frame) {
      // 1003: data of a kind that cannot be accepted.
      this.#socket.close(1003, "not a Phoenix message");
      return;
    }
    this.#queue = this.#queue
      .then(() => this.#handle(frame))
      .catch((error: unknown) => this.#crash(frame, error));
  }

  async #handle(frame: Frame) {
    if (frame.topic === "phoenix" && frame.event === "heartbeat") return this.#reply(frame, "ok");
    if (frame.event === "phx_join") return this.#join(frame);

    const channel = this.#channels.get(frame.topic);
    if (!channel) {
      const isLeave = frame.event === "phx_leave";
      return isLeave
        ? this.#reply(frame, "ok")
        : this.#reply(frame, "error", { reason: "unmatched topic" });
    }
    // A frame of an earlier join of the same topic was overtaken by a new one.
    if (frame.joinRef !== channel.joinRef) return;
    if (frame.event === "phx_leave") return this.#leave(frame, channel);
    if (frame.event === "access_token") return this.#changeToken(frame, channel);
    this.#refuse(frame, `"${frame.event}" sent by a client`);
  }

  async #join(frame: Frame) {
    const existing = this.#channels.get(frame.topic);
    if (existing) this.#close(existing);

    const topic = frame.topic.slice(TOPIC_PREFIX.length);
    if (!frame.topic.startsWith(TOPIC_PREFIX)) {
      return this.#reply(frame, "error", { reason: "unmatched topic" });
    }
    if (topic === "") return this.#fail(frame, "TopicNameRequired: You must provide a topic name");
    if (this.#channels.size >= MAX_CHANNELS) {
      return this.#fail(frame, "ChannelRateLimitReached: Too many channels");
    }
    const join = parseJoin(frame.payload);
    if (!join) return this.#fail(frame, "InvalidJoinPayload: The join payload is not valid");
    const unsupported = unsupportedIn(join);
    if (unsupported) return this.#refuse(frame, unsupported);

    try {
      const identity = await this.#identify(join.access_token);
      const isPrivate = join.config.private;
      if (isPrivate) await this.#authorize(topic, identity);
      // The client may have gone while PostgreSQL was asked; nothing may be left behind for it.
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      const joinRef = frame.joinRef ?? frame.ref ?? "";
      const channel: Channel = { topic, joinRef, isPrivate, token: join.access_token, identity };
      this.#channels.set(frame.topic, channel);
      this.#watchExpiry(channel);
      this.#reply(frame, "ok", { postgres_changes: [] });
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      this.#fail(frame, error.message);
    }
  }

  async #changeToken(frame: Frame, channel: Channel) {
    const token = (frame.payload as { access_token?: unknown } | null)?.access_token;
    if (typeof token !== "string" || token.startsWith("sb_") || token === channel.token) return;
    try {
      const identity = await this.#identify(token);
      if (channel.isPrivate) await this.#authorize(channel.topic, identity);
      Object.assign(channel, { token, identity });
      this.#watchExpiry(channel);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      this.#shutDown(channel, error.message);
    }
  }

  /** Without a user's token a channel acts for the connection's API key. */
  async #identify(token: string | null): Promise<Identity> {
    const { keyIdentity, keys } = this.#context;
    if (token !== null && !token.startsWith("sb_")) return verifyToken(token, keys.jwtSecret);
    if (keyIdentity.expiresAt !== null && keyIdentity.expiresAt * 1000 <= Date.now()) {
      throw new TokenError(`InvalidJWTToken: ${expiredMessage(keyIdentity.expiresAt)}`);
    }
    return keyIdentity;
  }

  async #authorize(topic: string, identity: Identity) {
    const allowed = await canRead(this.#context.sql, topic, identity);
    if (allowed) return;
    throw new TokenError(
      `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    );
  }

  #watchExpiry(channel: Channel) {
    clearTimeout(channel.expiry);
    const { expiresAt } = channel.identity;
    if (expiresAt === null) return;
    const left = expiresAt * 1000 - Date.now();
    channel.expiry = setTimeout(
      () => {
        if (left > MAX_TIMER_MS) this.#watchExpiry(channel);
        else this.#shutDown(channel, expiredMessage(expiresAt));
      },
      Math.min(Math.max(left, 0), MAX_TIMER_MS),
    );
  }

  #leave(frame: Frame, channel: Channel) {
    this.#reply(frame, "ok");
    this.#close(channel);
  }

  /** Says why and closes; the client does not rejoin by itself. */
  #shutDown(channel: Channel, message: string) {
    this.#send({
      joinRef: channel.joinRef,
      ref: null,
      topic: TOPIC_PREFIX + channel.topic,
      event: "system",
      payload: { extension: "system", status: "error", message, channel: channel.topic },
    });
    this.#close(channel);
  }

  #close(channel: Channel) {
    clearTimeout(channel.expiry);
    const { joinRef } = channel;
    const topic = TOPIC_PREFIX + channel.topic;
    this.#channels.delete(topic);
    this.#send({ joinRef, ref: joinRef, topic, event: "phx_close", payload: {} });
  }

  #refuse(frame: Frame, feature: string) {
    this.#fail(frame, `NotImplemented: the local Realtime stand-in does not have ${feature}`);
  }

  #fail(frame: Frame, reason: string) {
    this.#reply(frame, "error", { reason });
  }

  #crash(frame: Frame, error: unknown) {
    this.#context.log(`Realtime channel ${frame.topic}: ${String(error)}`);
    if (frame.event === "phx_join") return this.#fail(frame, `RlsPolicyError: ${String(error)}`);
    const payload = { reason: "channel_crash" };
    clearTimeout(this.#channels.get(frame.topic)?.expiry);
    this.#channels.delete(frame.topic);
    this.#send({ ...frame, ref: frame.joinRef, event: "phx_error", payload });
  }

  #reply(frame: Frame, status: "ok" | "error", response: Record<string, unknown> = {}) {
    this.#send({ ...frame, event: "phx_reply", payload: { status, response } });
  }

  #send(frame: Frame) {
    this.#socket.send(encodeFrame(this.#context.version, frame));
  }

  #restartSilence() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket.close(1002, "timeout"), SILENCE_LIMIT_MS);
  }

  #forget() {
    clearTimeout(this.#silence);
    for (const channel of this.#channels.values()) clearTimeout(channel.expiry);
    this.#channels.clear();
  }
}

function toBuffer(part: Buffer | ArrayBuffer): Buffer {
  return Buffer.isBuffer(part) ? part : Buffer.from(part);
}
