import { expect, test } from "vitest";
import { isQuick } from "@/tests/support/quick";
import { rails, setup } from "./bundle";

/**
 * Seeded schedules of a batch with a cap: lines, prices, ends and costs in any order, costs revised up and down. They run
 * inside the database, so that thousands fit in a test; `CAP_SCHEDULES=10000` runs more.
 */

const SCHEDULES = Number(process.env.CAP_SCHEDULES ?? (isQuick ? 15 : 100));

// A call costs $0.40 at the most: four minutes at $0.10. Twenty of them fit the cap, so the part that no further call can
// use is below a twentieth.
const [worstUsd, capUsd, businesses] = [0.4, 8, 45];

test("no dial can take the cost above the cap, and no call that fits is left out", async () => {
  const db = await setup();
  await db.sql.unsafe(SCHEDULE);
  const found: string[] = [];
  let reached = 0;
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const userId = await db.insertUser();
    const { executionId } = await db.startBatch({ userId, count: businesses, capUsd });
    const allowed = rails(1 + (seed % 10), { usdPerMinute: { "*": worstUsd / 4 } });
    const [row] = await db.sql`
      select public.run_schedule(${executionId}, ${seed / (SCHEDULES + 1)}, ${seed % 2 === 0}, ${db.sql.json(allowed as never)}) as problem`;
    if (row?.problem) found.push(`schedule ${seed}: ${row.problem}`);
    const [batch] = await db.sql`select fault_code from public.batches`;
    if (batch?.fault_code === "cap_reached") reached++;
    await db.sql`delete from public.service_requests`;
  }

  expect(found).toEqual([]);
  // Most lists are longer than the cap: else the schedules would say nothing of it.
  expect(reached).toBeGreaterThan(SCHEDULES / 2);
}, 1_800_000);

const SCHEDULE = `
create function public.run_schedule(p_batch uuid, p_seed double precision, p_revises boolean, p_rails jsonb) returns text
language plpgsql set search_path = '' as $$
declare
  c_cap constant numeric := ${capUsd};
  c_worst constant numeric := ${worstUsd};
  v_claims jsonb;
  v_id uuid;
  v_dial jsonb;
  v_cost numeric;
  v_known numeric;
  v_spent numeric;
  v_dice double precision;
  v_idle integer := 0;
begin
  perform setseed(p_seed);
  for step in 1..2000 loop
    v_dice := random();
    if v_dice < 0.5 then
      v_claims := public.claim_attempts(p_rails);
      for v_id in select (c ->> 'attemptId')::uuid from jsonb_array_elements(v_claims) c loop
        v_dial := public.begin_dial(v_id, gen_random_uuid(), p_rails);
        select sum(coalesce(a.cost_usd, c_worst)) into v_known from public.attempts a
        where a.batch_id = p_batch and (a.status in ('claimed', 'dialing', 'in_progress', 'ended') or a.call_id is not null or a.outcome = 'unknown')
          and coalesce(a.outcome, 'completed') <> 'refused' and not (a.status = 'claimed' and a.id = v_id);
        if v_dial ->> 'verdict' = 'dial' then
          if v_known > c_cap then
            return format('dialed with %s of %s', v_known, c_cap);
          end if;
          if random() < 0.1 then
            perform public.settle_attempt(v_id, 'refused', '{"detail": "no_line", "retryAfterSeconds": 0}', p_rails || '{"lines": 0}');
          elsif random() < 0.03 then
            perform public.settle_attempt(v_id, 'unknown', '{}', p_rails || '{"lines": 0}');
          else
            perform public.mark_call_in_progress(v_id, v_id::text, null);
          end if;
        elsif v_dial ->> 'verdict' = 'stop' then
          perform public.settle_attempt(v_id, 'skipped', '{"detail": "cap_reached", "fault": {"code": "cap_reached", "message": "x"}}', p_rails);
        elsif v_dial ->> 'verdict' = 'hold' then
          perform public.settle_attempt(v_id, 'refused', '{"detail": "cap_in_use", "retryAfterSeconds": 0}', p_rails || '{"lines": 0}');
        end if;
      end loop;
    else
      -- A live call reports, or, where costs are revised, one that has.
      select a.id, case when random() < 0.5 then c_worst else round((random() * c_worst)::numeric, 4) end into v_id, v_cost
      from public.attempts a
      where a.batch_id = p_batch and a.call_id is not null and (a.cost_usd is null or (p_revises and v_dice > 0.9))
      order by random() limit 1;
      if v_id is not null then
        perform public.record_call_event(v_id, jsonb_build_object(
          'source', 'webhook', 'kind', 'report', 'dedupeKey', gen_random_uuid(), 'callId', v_id,
          'occurredAt', clock_timestamp(), 'payload', jsonb_build_object('costUsd', v_cost)), p_rails || '{"lines": 0}');
        perform public.settle_attempt(v_id, 'completed', '{}', p_rails || '{"lines": 0}');
      end if;
    end if;
    exit when exists (select 1 from public.batches b where b.id = p_batch and b.ended_at is not null);
  end loop;

  if not exists (select 1 from public.batches b where b.id = p_batch and b.ended_at is not null) then
    return 'did not end';
  end if;
  select s.spent + s.set_aside into v_spent from public.sum_charges(p_batch, null) s;
  if not p_revises and v_spent > c_cap then
    return format('cost %s of %s', v_spent, c_cap);
  end if;
  -- A revision can come when nobody is left to be called for what it gives back.
  if not p_revises and v_spent < 0.95 * c_cap and exists (
    select 1 from public.attempts a where a.batch_id = p_batch and a.detail = 'cap_reached'
  ) then
    return format('left %s of %s unused', c_cap - v_spent, c_cap);
  end if;
  return null;
end;
$$`;
