import { randomUUID } from "node:crypto";
import { z } from "zod";
import { callFunction } from "@/lib/supabase/call-function";
import { createBearerClient, type Db } from "@/lib/supabase/clients";
import { type Check, type Deployment, fault, isHere, off, ok } from "./finding";

// A join takes 50 to 500 ms, a broadcast as long.
const PATIENCE_MS = 5000;

type Person = { id: string; token: string; leave: () => Promise<unknown> };

/** Joins a private channel as a person, hears what the database says there, and sees that a stranger is kept out. */
export const checkRealtime: Check = async (deployment) => {
  const { settings, db } = deployment;
  const url = settings.NEXT_PUBLIC_SUPABASE_URL;
  const publishableKey = settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY;
  const person = await becomePerson(deployment);
  const connect = (accessToken: string) => createBearerClient({ url, publishableKey, accessToken });
  const [member, stranger] = [connect(person.token), connect(publishableKey)];
  try {
    await member.realtime.setAuth(person.token);
    const topic = `probe:${person.id}`;
    let hear: () => void = () => undefined;
    const heard = new Promise<boolean>((resolve) => {
      hear = () => resolve(true);
      setTimeout(resolve, PATIENCE_MS, false).unref();
    });
    const joined = await join(member, topic, true, hear);
    if (joined !== "SUBSCRIBED") {
      const fix = "Apply the migrations: the policy on realtime.messages lets people in.";
      return [fault("private channel", `A signed-in person cannot join theirs: ${joined}`, fix)];
    }
    await callFunction(db, "send_probe", { p_user_id: person.id }, z.unknown());
    const delivering = (await heard)
      ? ok("private channel", "A person joined theirs and heard the database.")
      : fault(
          "private channel",
          "A person joined theirs, and what the database sent did not arrive.",
          "Look at Supabase → Realtime and its status page. Pages poll meanwhile.",
        );
    const intruded = await join(stranger, topic, true);
    const isOpen = await join(stranger, `doctor:${randomUUID()}`, false);
    return [
      delivering,
      intruded === "SUBSCRIBED"
        ? fault(
            "strangers",
            "Somebody who is not signed in can join the channel of a person.",
            "Remove the policy on realtime.messages that is not of the migrations.",
          )
        : ok("strangers", "Somebody who is not signed in cannot join."),
      isOpen !== "SUBSCRIBED"
        ? ok("public channels", "They are off.")
        : isHere(url)
          ? off("public channels", "On, as the database on this machine has no such switch.")
          : fault(
              "public channels",
              "Anybody can open a channel of any name at the project's cost.",
              "Supabase → Realtime → Settings: switch Allow public access off.",
            ),
    ];
  } finally {
    await Promise.all([member.removeAllChannels(), stranger.removeAllChannels()]);
    await person.leave();
  }
};

function join(
  client: Db,
  topic: string,
  isPrivate: boolean,
  onProbe: () => void = () => undefined,
): Promise<string> {
  return new Promise((resolve) => {
    client
      .channel(topic, { config: { private: isPrivate } })
      .on("broadcast", { event: "probe" }, onProbe)
      .subscribe(
        (status, error) => resolve(error === undefined ? status : error.message),
        PATIENCE_MS,
      );
  });
}

/**
 * The demo user, where there is one; else a person made for this check, who is gone after it.
 * @throws Error when Auth refuses.
 */
export async function becomePerson({ settings, db }: Deployment): Promise<Person> {
  const { DEMO_EMAIL: demo, DEMO_PASSWORD: known } = settings;
  const isMade = demo === undefined || known === undefined;
  const email = isMade ? `doctor-${randomUUID()}@example.com` : demo;
  const password = isMade ? randomUUID() : known;
  let leave: Person["leave"] = async () => undefined;
  if (isMade) {
    const made = await db.auth.admin.createUser({ email, password, email_confirm: true });
    const id = made.data.user?.id;
    if (id === undefined) throw new Error(`Auth makes no user: ${made.error?.message}`);
    leave = () => db.auth.admin.deleteUser(id);
  }
  const client = createBearerClient({
    url: settings.NEXT_PUBLIC_SUPABASE_URL,
    publishableKey: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    accessToken: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
  });
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (data.session) return { id: data.session.user.id, token: data.session.access_token, leave };
  await leave();
  throw new Error(`Auth signs nobody in: ${error?.message}`);
}
