"use server";

import { revalidatePath } from "next/cache";
import { API_SCOPES, type ApiScope, createApiKey, revokeApiKey } from "@/lib/auth/api-keys";
import { isUuid } from "@/lib/http";
import { API_LIMITS } from "@/lib/limits";
import { plainText } from "@/lib/plain-text";
import { services } from "@/lib/services";
import { requireSession } from "../session";

/** What came of the last attempt to make a key. */
export type NewKeyState = {
  name: string;
  scopes: ApiScope[];
  /** The key, which can be shown this once. */
  secret: string | null;
  problem: string | null;
  field: "name" | "scopes" | null;
};

const PATH = "/settings";

/** Makes an API key for the person of the session: no key can make another. */
export async function makeKey(_: NewKeyState, form: FormData): Promise<NewKeyState> {
  const { userId } = await requireSession(PATH);
  const name = plainText(String(form.get("name") ?? ""), API_LIMITS.apiKeyName);
  const asked = form.getAll("scopes");
  const scopes = API_SCOPES.filter((scope) => asked.includes(scope));
  const refuse = (problem: string, field: NewKeyState["field"]): NewKeyState => ({
    name,
    scopes,
    secret: null,
    problem,
    field,
  });
  if (name === "") return refuse("Enter a name, such as that of the program.", "name");
  if (scopes.length === 0) return refuse("Choose at least one.", "scopes");
  const secret = await createApiKey(services().db, userId, { name, scopes });
  if (!secret)
    return refuse(`You have ${API_LIMITS.apiKeys} keys. Revoke one, then try again.`, null);
  revalidatePath(PATH);
  return { name: "", scopes: ["read"], secret, problem: null, field: null };
}

/** Revokes a key of the person of the session. */
export async function revokeKey(form: FormData): Promise<void> {
  const { userId } = await requireSession(PATH);
  const id = String(form.get("id"));
  if (isUuid(id)) await revokeApiKey(services().db, userId, id);
  revalidatePath(PATH);
}
