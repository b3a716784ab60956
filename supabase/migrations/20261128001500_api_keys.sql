-- Keys for programs: what a person hands to a script in place of a session, which ends within an hour. Whoever sends one
-- is that person, for the scopes of the key. Only hashes are stored.

create type public.api_scope as enum ('start', 'read', 'cancel');

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 60),
  prefix text not null check (prefix ~ '^rr_[A-Za-z0-9_-]{6}$'),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  scopes public.api_scope[] not null check (cardinality(scopes) between 1 and 3),
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
comment on table public.api_keys is 'A revoked key stays, so that its owner sees when it was used last.';
comment on column public.api_keys.prefix is 'The first nine characters of the key, by which its owner tells it from others; 36 of its 256 bits.';
comment on column public.api_keys.hash is
  'SHA-256 of the whole key, in hex. Neither salted nor slow: 256 random bits are in no dictionary.';
comment on column public.api_keys.last_used_at is 'Correct to a minute: written by the first request of each minute.';
create index api_keys_by_user on public.api_keys (user_id, created_at desc);

create unlogged table public.api_key_minutes (
  api_key_id uuid primary key references public.api_keys (id) on delete cascade,
  minute timestamptz not null,
  requests integer not null
);
comment on table public.api_key_minutes is
  'Requests of each key in the last minute that it was used. Unlogged: a poll costs no write to disk, and a crash of the database forgives a minute.';

alter table public.api_keys enable row level security;
alter table public.api_key_minutes enable row level security;
revoke all on public.api_keys, public.api_key_minutes from anon, authenticated, service_role;
-- Without the hash.
grant select (id, user_id, name, prefix, scopes, created_at, last_used_at, revoked_at) on public.api_keys to authenticated;
grant select, insert, update on public.api_keys, public.api_key_minutes to service_role;

create policy "People read their own API keys" on public.api_keys
  for select to authenticated using ((select auth.uid()) = user_id);

create function public.create_api_key(
  p_user_id uuid, p_name text, p_prefix text, p_hash text, p_scopes public.api_scope[], p_most integer
) returns uuid
language sql volatile security invoker set search_path = ''
as $$
  insert into public.api_keys (user_id, name, prefix, hash, scopes)
  select p_user_id, p_name, p_prefix, p_hash, p_scopes
  where p_most > (select count(*) from public.api_keys k where k.user_id = p_user_id and k.revoked_at is null)
  returning id;
$$;
comment on function public.create_api_key is 'Null when the person has as many keys as allowed that are not revoked.';

create function public.revoke_api_key(p_user_id uuid, p_key_id uuid) returns void
language sql volatile security invoker set search_path = ''
as $$
  update public.api_keys k set revoked_at = clock_timestamp()
  where k.id = p_key_id and k.user_id = p_user_id and k.revoked_at is null;
$$;
comment on function public.revoke_api_key is 'From the next request on nobody is let in with it. Changes nothing for a key of somebody else, or one that is revoked.';

create function public.authorize_api_key(p_hash text, p_scope public.api_scope, p_per_minute integer) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_minute constant timestamptz := date_trunc('minute', clock_timestamp());
  v_key public.api_keys;
  v_requests integer;
begin
  select * into v_key from public.api_keys k where k.hash = p_hash;
  if not found then
    return jsonb_build_object('verdict', 'unknown');
  end if;
  if v_key.revoked_at is not null then
    return jsonb_build_object('verdict', 'revoked', 'revokedAt', v_key.revoked_at);
  end if;

  -- What is over the limit changes no row, so that hammering is cheap.
  insert into public.api_key_minutes as m (api_key_id, minute, requests) values (v_key.id, v_minute, 1)
  on conflict (api_key_id) do update
    set requests = case when m.minute < excluded.minute then 1 else m.requests + 1 end,
      minute = greatest(m.minute, excluded.minute)
    where m.minute < excluded.minute or m.requests < p_per_minute
  returning m.requests into v_requests;
  if not found then
    return jsonb_build_object(
      'verdict', 'too_many',
      'retryAfterSeconds', greatest(1, ceil(extract(epoch from v_minute + interval '1 minute' - clock_timestamp())))
    );
  end if;
  if v_requests = 1 then
    update public.api_keys k set last_used_at = clock_timestamp() where k.id = v_key.id;
  end if;

  if p_scope is null or p_scope <> all (v_key.scopes) then
    return jsonb_build_object('verdict', 'scope_missing', 'scopes', to_jsonb(v_key.scopes));
  end if;
  return jsonb_build_object('verdict', 'ok', 'userId', v_key.user_id);
end;
$$;
comment on function public.authorize_api_key is
  'Whose key this is, if it may do what the scope names now; a null scope is what no key may do. At most so many requests in each minute of the clock.';
