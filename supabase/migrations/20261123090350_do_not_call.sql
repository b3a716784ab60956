-- Numbers whose people asked not to be called again. They asked the caller, not one customer of it: the wish holds for
-- every batch of the account. begin_dial reads it, the last moment before a phone rings, so batches that wait keep to it too.

create table public.do_not_call (
  phone text primary key check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  asked_at timestamptz not null default clock_timestamp()
);
comment on table public.do_not_call is
  'Numbers that are not dialled any more. Holds no word of who asked or in which call; an operator takes a number out by deleting its row.';

alter table public.do_not_call enable row level security;
revoke all on public.do_not_call from anon, authenticated, service_role;
grant select, insert on public.do_not_call to service_role;

create function public.keep_do_not_call() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  insert into public.do_not_call (phone)
  select p.phone from public.providers p where p.id = new.provider_id
  on conflict (phone) do nothing;
  return null;
end;
$$;

-- In the transaction that settles the call: the wish cannot be lost between the answer and the list.
create trigger keep_do_not_call after update on public.attempts
  for each row when (
    new.outcome = 'completed' and new.detail = 'do_not_call'
    -- Only when it becomes known: what an operator takes out is not put back by a later event of the same call.
    and (old.outcome, old.detail) is distinct from (new.outcome, new.detail)
  )
  execute function public.keep_do_not_call();

revoke execute on function public.keep_do_not_call() from public, anon, authenticated;
grant execute on function public.keep_do_not_call() to service_role;
