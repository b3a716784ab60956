import { z } from "zod";

/** Version 1 sends objects, version 2 arrays and binary broadcasts; clients choose with `vsn`. */
export type ProtocolVersion = 1 | 2;

/** One Phoenix message; `joinRef` names the join it belongs to, `ref` pairs a reply with its request. */
export type Frame = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

export type Broadcast = { id: string; topic: string; event: string; payload: unknown };

// Phoenix refuses other versions before the socket opens.
export function parseVersion(vsn: string | null): ProtocolVersion | null {
  if (vsn === null || /^1\.0\.\d+$/.test(vsn)) return 1;
  return /^2\.0\.\d+$/.test(vsn) ? 2 : null;
}

const ref = z.string().nullish().default(null);
const objectFrame = z.object({
  join_ref: ref,
  ref,
  topic: z.string(),
  event: z.string(),
  payload: z.unknown(),
});
const arrayFrame = z.tuple([ref, ref, z.string(), z.string(), z.unknown()]);

/** @returns null for anything that is not a Phoenix message */
export function decodeFrame(version: ProtocolVersion, text: string): Frame | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (version === 1) {
    const parsed = objectFrame.safeParse(json);
    if (!parsed.success) return null;
    const { join_ref: joinRef, ...frame } = parsed.data;
    return { joinRef, ...frame };
  }
  const parsed = arrayFrame.safeParse(json);
  if (!parsed.success) return null;
  const [joinRef, frameRef, topic, event, payload] = parsed.data;
  return { joinRef, ref: frameRef, topic, event, payload };
}

// A client's broadcast comes as a binary frame of this kind.
const USER_BROADCAST_PUSH = 3;
const USER_BROADCAST = 4;
const ENCODED_AS_JSON = 1;
// The header gives each part one byte for its length.
const MAX_PART_BYTES = 255;

/** Header of a client's broadcast: enough to answer it. @returns null for any other bytes */
export function decodeBinaryFrame(bytes: Buffer): Frame | null {
  const [kind, joinRefLength = 0, refLength = 0, topicLength = 0] = bytes;
  // Kind, five lengths and the encoding come first.
  const headerLength = 7;
  if (kind !== USER_BROADCAST_PUSH || bytes.length < headerLength) return null;

  let offset = headerLength;
  const read = (length: number) => {
    const text = bytes.toString("utf8", offset, offset + length);
    offset += length;
    return text;
  };
  const joinRef = read(joinRefLength) || null;
  const frameRef = read(refLength) || null;
  return { joinRef, ref: frameRef, topic: read(topicLength), event: "broadcast", payload: {} };
}

export function encodeFrame(version: ProtocolVersion, frame: Frame): string {
  const { joinRef, ref: frameRef, topic, event, payload } = frame;
  return version === 1
    ? JSON.stringify({ topic, event, payload, ref: frameRef })
    : JSON.stringify([joinRef, frameRef, topic, event, payload]);
}

/** A message from the database as the client's version expects it: binary from version 2 on. */
export function encodeBroadcast(version: ProtocolVersion, message: Broadcast): string | Buffer {
  const topic = `realtime:${message.topic}`;
  const meta = { id: message.id };
  const parts = [topic, message.event, JSON.stringify(meta)].map((part) => Buffer.from(part));
  const fits = parts.every((part) => part.length <= MAX_PART_BYTES);

  if (version === 2 && fits) {
    const lengths = parts.map((part) => part.length);
    const header = Buffer.from([USER_BROADCAST, ...lengths, ENCODED_AS_JSON]);
    return Buffer.concat([header, ...parts, Buffer.from(JSON.stringify(message.payload))]);
  }
  const payload = { type: "broadcast", event: message.event, payload: message.payload, meta };
  return encodeFrame(version, { joinRef: null, ref: null, topic, event: "broadcast", payload });
}
