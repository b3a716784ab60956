-- Who may do what. Nobody writes a table directly: the product writes through functions that only the service role may run,
-- and people read their own rows. Newer hosted projects grant nothing on new objects, older ones grant everything, and
-- PostgreSQL lets everybody execute a function; so all three are settled here, also for functions of later migrations.

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from anon, authenticated;
alter default privileges in schema public grant execute on functions to service_role;
-- Exceptions: the functions that pages read through, at the end of the file that has them (read).

alter table public.service_requests enable row level security;
alter table public.providers enable row level security;
alter table public.batches enable row level security;
alter table public.attempts enable row level security;
alter table public.attempt_secrets enable row level security;
alter table public.call_events enable row level security;
alter table public.calling_stop enable row level security;
alter table public.heartbeat enable row level security;
alter table public.do_not_call enable row level security;
alter table public.invitations enable row level security;
alter table public.person_limits enable row level security;
alter table public.deleted_dials enable row level security;

revoke all on public.service_requests, public.providers, public.batches, public.attempts, public.attempt_secrets,
  public.call_events, public.calling_stop, public.do_not_call, public.invitations, public.person_limits, public.heartbeat,
  public.deleted_dials
  from anon, authenticated, service_role;
revoke all on sequence public.change_seq from anon, authenticated, service_role;

grant select on public.service_requests, public.providers, public.batches, public.attempts, public.person_limits,
  public.do_not_call
  to authenticated;
-- Without the payload: it is the phone service's own words and can carry the control URL.
grant select (id, attempt_id, source, kind, occurred_at, received_at) on public.call_events to authenticated;

grant select, insert, update on public.service_requests, public.providers, public.batches, public.attempts,
  public.attempt_secrets
  to service_role;
-- Every page says when calling is stopped, and why.
grant select on public.calling_stop to authenticated;
grant select, insert, update, delete on public.calling_stop, public.invitations, public.person_limits to service_role;
grant select, insert, update on public.heartbeat to service_role;
grant select on public.deleted_dials to service_role;
-- Append-only, also for the product.
grant select, insert on public.call_events to service_role;
grant select, insert, delete on public.do_not_call to service_role;
grant usage on sequence public.change_seq to service_role;

create policy "People read their own service requests" on public.service_requests
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "People read the providers of their own requests" on public.providers
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "People read their own batches" on public.batches
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "People read their own attempts" on public.attempts
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "People read what happened in their own attempts" on public.call_events
  for select to authenticated
  using (exists (select 1 from public.attempts a where a.id = attempt_id and a.user_id = (select auth.uid())));

create policy "People read their own list of numbers that are not called" on public.do_not_call
  for select to authenticated using ((select auth.uid()) = user_id);
create policy "People read the limits that were set for them" on public.person_limits
  for select to authenticated using ((select auth.uid()) = user_id);

create policy "Everybody who is signed in reads whether calling is stopped" on public.calling_stop
  for select to authenticated using (true);

-- Broadcast on request:<id> is private: the owner of the request may join, nobody may send.
create policy "People listen to their own requests" on realtime.messages
  for select to authenticated
  using (
    realtime.messages.extension = 'broadcast'
    and (
      exists (
        select 1 from public.service_requests r
        where 'request:' || r.id::text = (select realtime.topic())
          and r.user_id = (select auth.uid())
      )
      -- What the doctor listens to, under the same policy as a page.
      or (select realtime.topic()) = 'probe:' || (select auth.uid())::text
    )
  );
