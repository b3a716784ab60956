import { connectDatabase } from "@/tests/support/database";
import { connectSupabase, startTestSupabase, type TestSupabase } from "@/tests/support/supabase";

const {
  SUPABASE_CONTRACT_URL: url,
  SUPABASE_CONTRACT_PUBLISHABLE_KEY: publishableKey,
  SUPABASE_CONTRACT_SECRET_KEY: secretKey,
  SUPABASE_CONTRACT_JWT_SECRET: jwtSecret,
  SUPABASE_CONTRACT_DATABASE_URL: databaseUrl,
} = process.env;

/** Set: the suite runs against that project instead of the stand-in. Use one that may be thrown away. */
export const isHosted = url !== undefined;

/** What is skipped where, and why. */
export const skip = {
  /** Hosted projects have presence, postgres_changes, replay and broadcasts from clients. */
  refusals: isHosted,
  /** Ends the server's own database connection, which a hosted project does not let us see. */
  serverReconnect: isHosted,
};

/** The Supabase under test, with a table of who may read which topic and a policy that asks it. */
export async function openTarget(): Promise<TestSupabase> {
  const supabase = isHosted ? connectHosted() : await startTestSupabase();
  await supabase.db.sql.unsafe(`
    drop table if exists public.contract_readers cascade;
    create table public.contract_readers (topic text not null, reader uuid not null);
    grant select on public.contract_readers to authenticated;
    create policy "contract: readers receive broadcasts" on realtime.messages
      for select to authenticated
      using (
        extension = 'broadcast'
        and exists (
          select from public.contract_readers
          where contract_readers.topic = (select realtime.topic())
            and reader = (select auth.uid())
        )
      );
  `);
  return {
    ...supabase,
    close: async () => {
      // Neither may stay behind on a hosted project. The policy first, by itself: a client that joins locks the messages before
      // the table that the policy asks, and a cascade would lock them the other way round.
      await supabase.db
        .sql`drop policy "contract: readers receive broadcasts" on realtime.messages`;
      await supabase.db.sql`drop table public.contract_readers`;
      await supabase.close();
    },
  };
}

function connectHosted(): TestSupabase {
  if (!url || !publishableKey || !secretKey || !jwtSecret || !databaseUrl) {
    throw new Error(
      "SUPABASE_CONTRACT_URL needs SUPABASE_CONTRACT_{PUBLISHABLE_KEY,SECRET_KEY,JWT_SECRET,DATABASE_URL}.",
    );
  }
  // One for the tests' own statements, one that waits inside a transaction, one to spare.
  const db = connectDatabase(databaseUrl, 3);
  const supabase = connectSupabase({ url, publishableKey, secretKey, jwtSecret, db });
  return {
    ...supabase,
    close: async () => {
      await supabase.close();
      await db.close();
    },
  };
}
