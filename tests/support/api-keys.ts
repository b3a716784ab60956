import { API_SCOPES, type ApiScope, createApiKey } from "@/lib/auth/api-keys";
import { createServiceClient } from "@/lib/supabase/clients";
import type { Person, Product } from "./product";

/** The same person, who sends an API key from now on. */
export async function withApiKey(
  product: Product,
  person: Person,
  scopes: readonly ApiScope[] = API_SCOPES,
): Promise<Person> {
  const { NEXT_PUBLIC_SUPABASE_URL: url = "", SUPABASE_SECRET_KEY: secretKey = "" } =
    product.stack.env;
  const db = createServiceClient({ url, secretKey });
  const token = await createApiKey(db, person.userId, { name: "Test", scopes });
  if (!token) throw new Error("There are too many keys.");
  return { userId: person.userId, token };
}
