-- The facts of the product: who asked for what, which businesses to phone, every dial and what came of it.
-- Truths about states are constraints here. The files that follow are meant to be read in order; each function stands once.

create type public.urgency as enum ('immediate', 'within_24_hours', 'within_2_days', 'flexible');

create type public.consent_basis as enum ('listed_publicly', 'existing_relation', 'asked_to_be_called');

create type public.batch_status as enum ('queued', 'running', 'canceling', 'completed', 'canceled');

-- Order matters: later is further on, and the merge of call events compares statuses.
create type public.attempt_status as enum ('queued', 'claimed', 'dialing', 'in_progress', 'ended', 'settled');

create type public.attempt_outcome as enum (
  'completed', 'no_answer', 'busy', 'voicemail', 'failed', 'canceled', 'skipped', 'unknown', 'refused'
);

create type public.attempt_end as (outcome public.attempt_outcome, detail text);

-- What a rule says of a dial: go; hold the row, or its whole batch (hold_batch), until a time; skip the provider; or stop
-- the batch, whose every further call it forbids.
create type public.gate_answer as (verdict text, code text, hold_until timestamptz);

create type public.event_source as enum ('webhook', 'reconcile', 'system');

create sequence public.change_seq;
comment on sequence public.change_seq is
  'Source of row versions: a later change of a row, or of a later attempt of the same provider, always carries a higher number.';

create table public.service_requests (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 200),
  service_needed text not null check (char_length(service_needed) between 1 and 200),
  description text check (char_length(description) <= 4000),
  location text not null check (char_length(location) between 1 and 200),
  criteria text[] not null default '{}' check (cardinality(criteria) <= 10),
  urgency public.urgency not null,
  client_name text check (char_length(client_name) <= 100),
  client_address text check (char_length(client_address) <= 300),
  created_at timestamptz not null default now()
);
comment on table public.service_requests is 'What a person needs done. Its calls are its batches; it has no status of its own.';
create index service_requests_by_user on public.service_requests (user_id, created_at desc);

create table public.providers (
  id uuid primary key default gen_random_uuid(),
  service_request_id uuid not null references public.service_requests (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  position integer not null check (position >= 0),
  name text not null check (char_length(name) between 1 and 200),
  also_known_as text[] not null default '{}' check (cardinality(also_known_as) <= 1000),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  phone_extension text check (phone_extension ~ '^[0-9]{1,10}$'),
  phone_as_written text not null check (char_length(phone_as_written) <= 100),
  country text not null check (country ~ '^[A-Z]{2}$'),
  time_zones text[] not null check (cardinality(time_zones) between 1 and 100),
  created_at timestamptz not null default now(),
  constraint providers_phone_once unique (service_request_id, phone)
);
comment on table public.providers is 'One business to phone for a service request.';
comment on column public.providers.phone is 'E.164. Unique within the request: no business is dialed twice because it was listed twice.';
comment on column public.providers.country is 'ISO 3166, of the number: Guam and the Caribbean are not the US, though they share its +1.';
comment on column public.providers.time_zones is 'IANA zones that the number may be in, less those that the person ruled out. It is called only when the hours allow it in all of them.';
comment on column public.providers.also_known_as is 'Names of rows that carried the same number and were merged into this one.';
create index providers_by_user on public.providers (user_id, id);

create table public.batches (
  id uuid primary key default gen_random_uuid(),
  service_request_id uuid not null references public.service_requests (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  status public.batch_status not null default 'queued',
  idempotency_key text check (char_length(idempotency_key) between 1 and 255),
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  max_attempts smallint not null check (max_attempts between 1 and 3),
  retry_delay_seconds integer not null check (retry_delay_seconds between 0 and 86400),
  max_call_seconds integer not null check (max_call_seconds between 10 and 600),
  cap_usd numeric not null check (cap_usd > 0),
  time_zone text check (char_length(time_zone) between 1 and 60),
  calling_hours jsonb,
  consent_basis public.consent_basis not null default 'listed_publicly',
  requested_at timestamptz not null default now(),
  announced_at timestamptz not null default now(),
  announce_count integer not null default 0,
  last_claimed_at timestamptz,
  started_at timestamptz,
  cancel_requested_at timestamptz,
  ended_at timestamptz,
  finished_at timestamptz,
  fault_code text check (char_length(fault_code) <= 60),
  fault_message text check (char_length(fault_message) <= 500),
  hold_code text check (char_length(hold_code) <= 60),
  hold_until timestamptz,
  result jsonb,
  version bigint not null default 0,
  constraint batches_key_once unique (user_id, idempotency_key),
  constraint batches_ended_iff_final check ((ended_at is not null) = (status in ('completed', 'canceled'))),
  constraint batches_canceled_was_requested check (status not in ('canceling', 'canceled') or cancel_requested_at is not null),
  constraint batches_started_iff_begun check (status <> 'running' or started_at is not null),
  constraint batches_finished_after_end check (finished_at is null or ended_at is not null),
  constraint batches_hold_has_code check ((hold_code is null) = (hold_until is null))
);
comment on table public.batches is 'One execution over providers of a request; its id is the executionId of the API.';
comment on column public.batches.fingerprint is 'SHA-256 of the normalized body: tells a replay of a key from its reuse for something else.';
comment on column public.batches.time_zone is 'IANA zone of the person who asked: their clock when "tomorrow" is said. Null: not told.';
comment on column public.batches.calling_hours is 'Hours that the person chose, as in the rails: they narrow those of the deployment and never widen them. Null: not told.';
comment on column public.batches.consent_basis is 'Why the person says that these businesses may be called.';
comment on column public.batches.announced_at is 'When the event that starts the batch was last due to be sent; the sweep sends it again while the batch is still queued.';
comment on column public.batches.last_claimed_at is 'When a line was last given to this batch: breaks ties between batches that hold equally many lines.';
comment on column public.batches.fault_code is 'Why calling stopped for the whole batch (credentials, credit, daily cap, configuration); providers not dialed are skipped, never failed.';
comment on column public.batches.cap_usd is 'What its calls may cost together at the most, live ones counted at their worst case.';
comment on column public.batches.hold_code is 'The rule of the gate that keeps all of it from being dialed until hold_until; cleared when a call of it tells something new.';
comment on column public.batches.result is 'The ranking, written once the last provider is final; written again if a late report changes an outcome.';
create unique index batches_one_open_per_request on public.batches (service_request_id) where ended_at is null;
create unique index batches_one_open_per_body on public.batches (user_id, fingerprint) where ended_at is null;
comment on index public.batches_one_open_per_body is
  'A body sent again while the first is still being called is a double click or a way back in the browser, under any key: the same businesses would ring twice at once.';
create index batches_by_request on public.batches (service_request_id, requested_at desc);
create index batches_open on public.batches (requested_at) where ended_at is null;
create index batches_unfinished on public.batches (ended_at) where ended_at is not null and finished_at is null;

create table public.attempts (
  id uuid primary key default gen_random_uuid(),
  batch_id uuid not null references public.batches (id) on delete cascade,
  provider_id uuid not null references public.providers (id) on delete cascade,
  service_request_id uuid not null references public.service_requests (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  phone text not null,
  number smallint not null check (number between 1 and 3),
  refusals smallint not null default 0 check (refusals >= 0),
  position integer not null,
  status public.attempt_status not null default 'queued',
  outcome public.attempt_outcome,
  not_before timestamptz not null default now(),
  hold_code text check (char_length(hold_code) <= 60),
  claimed_at timestamptz,
  announced_at timestamptz,
  announce_count integer not null default 0,
  dialing_at timestamptz,
  call_id text check (char_length(call_id) between 1 and 200),
  called_at timestamptz,
  ringing_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  report_at timestamptz,
  settled_at timestamptz,
  ended_reason text check (char_length(ended_reason) <= 200),
  detail text check (char_length(detail) <= 60),
  failure_message text check (char_length(failure_message) <= 500),
  human_heard boolean,
  opted_out_at timestamptz,
  talk_seconds numeric,
  cost_usd numeric check (cost_usd >= 0),
  reserved_usd numeric not null default 0 check (reserved_usd >= 0),
  charge_usd numeric not null generated always as (
    coalesce(
      cost_usd,
      case
        when outcome is null or outcome = 'unknown' or (call_id is not null and outcome not in ('refused', 'skipped'))
        then reserved_usd else 0
      end
    )
  ) stored,
  result jsonb,
  summary text check (char_length(summary) <= 4000),
  messages jsonb,
  transcript_removed_at timestamptz,
  version bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint attempts_dial_once unique (batch_id, provider_id, number, refusals),
  constraint attempts_call_once unique (call_id),
  constraint attempts_settled_iff_final check (
    (status = 'settled') = (outcome is not null) and (status = 'settled') = (settled_at is not null)
  ),
  constraint attempts_dialing_was_intended check (status not in ('dialing', 'in_progress', 'ended') or dialing_at is not null),
  constraint attempts_in_progress_has_call check (status <> 'in_progress' or call_id is not null),
  constraint attempts_ended_has_time check (status <> 'ended' or ended_at is not null),
  constraint attempts_refused_never_rang check (
    outcome <> 'refused' or (ringing_at is null and answered_at is null)
  )
);
comment on table public.attempts is
  'One dial of one provider within a batch, and the unit of idempotency: its id travels to the phone service and comes back in every webhook.';
comment on column public.attempts.number is 'Which of the allowed attempts this is. A refused dial does not count: the row after it carries the same number.';
comment on column public.attempts.refusals is 'How many dials of the same number found no line before this one.';
comment on column public.attempts.status is
  'queued: waits for a line. claimed: holds a line, not dialed. dialing: the intent to dial is committed, the answer is not. in_progress: the call exists. ended: the call is over and its line free, the answer may still come. settled: final.';
comment on column public.attempts.outcome is
  'refused: nothing rang, as the phone service had no line or a rule held the dial back at the last moment, and another row follows. Never shown to people as a call.';
comment on column public.attempts.not_before is 'Earliest time a line may be taken: later than now for a further attempt and after a refusal.';
comment on column public.attempts.hold_code is 'The rule of the gate that holds it until not_before; null when it waits for nothing but a line.';
comment on column public.attempts.announce_count is 'How often the claim was announced: part of the event id, so that an announcement repeated by the sweep is not dropped as a duplicate.';
comment on column public.attempts.cost_usd is 'As the latest report has it, by the clock of the phone service; it revises costs.';
comment on column public.attempts.reserved_usd is 'The most it can cost, set aside from the claim on until its cost is known.';
comment on column public.attempts.charge_usd is
  'What counts against the caps: the cost once it is told, until then what is reserved; nothing once it is known that there was no call.';
comment on column public.attempts.detail is 'What lies behind the outcome, for words and for the retry rule: a class of ended reason or a failure code.';
comment on column public.attempts.opted_out_at is 'When it became known that they asked in this call not to be called again.';
comment on column public.attempts.transcript_removed_at is
  'When messages were removed, as they had been kept long enough: tells that from a call in which nothing was said.';
create unique index attempts_one_open_per_provider on public.attempts (provider_id) where status <> 'settled';
create index attempts_holding_lines on public.attempts (batch_id) where status in ('claimed', 'dialing', 'in_progress');
comment on index public.attempts_holding_lines is 'Counts lines in use: never more rows than lines, however long the queue.';
create index attempts_waiting on public.attempts (batch_id, not_before, position) where status = 'queued';
create index attempts_open on public.attempts (batch_id) where status <> 'settled';
create index attempts_ended on public.attempts (ended_at) where status = 'ended';
create index attempts_reported_late on public.attempts (report_at) where status = 'settled' and report_at > settled_at;
create index attempts_unknown_unreported on public.attempts (settled_at)
  where status = 'settled' and outcome = 'unknown' and call_id is not null and report_at is null;
create index attempts_shown on public.attempts (service_request_id, provider_id, created_at desc)
  where outcome is distinct from 'refused';
comment on index public.attempts_shown is 'Without refused dials: what people read costs the same however many there were.';
create index attempts_by_request on public.attempts (service_request_id);
create index attempts_by_phone on public.attempts (phone, created_at desc);
comment on index public.attempts_by_phone is 'What the rules about one number read, across all batches and people.';
create index attempts_by_provider on public.attempts (provider_id);
create index attempts_ordered on public.attempts (created_at) where number = 1 and outcome is distinct from 'refused';
create index attempts_charged on public.attempts (batch_id) include (status, cost_usd, charge_usd) where charge_usd > 0;
create index attempts_charged_by_day on public.attempts (coalesce(dialing_at, claimed_at)) include (user_id, status, cost_usd, charge_usd)
  where charge_usd > 0;
comment on index public.attempts_charged_by_day is 'What the caps of a day add up: as many rows as were dialed on it.';
create index attempts_dialed on public.attempts (batch_id, dialing_at desc) where dialing_at is not null and status = 'settled';
create index attempts_latest on public.attempts (dialing_at desc) where dialing_at is not null and status = 'settled';
comment on index public.attempts_dialed is 'What the breaker reads: how the last dials of a batch came out.';
create index attempts_by_user on public.attempts (user_id, id);
create index attempts_with_transcript on public.attempts (settled_at) where messages is not null;
comment on index public.attempts_with_transcript is 'What is to be removed once it is old enough: nothing is read twice.';

create table public.attempt_secrets (
  attempt_id uuid primary key references public.attempts (id) on delete cascade,
  dial_token uuid,
  control_url text check (char_length(control_url) <= 2000)
);
comment on table public.attempt_secrets is 'What a browser may not read of an attempt.';
comment on column public.attempt_secrets.dial_token is
  'Who was told to dial: one execution of a step, which makes up the token and tells nobody.';
comment on column public.attempt_secrets.control_url is 'Where to hang up the live call; the URL needs no password.';

create table public.call_events (
  id bigint generated always as identity primary key,
  attempt_id uuid not null references public.attempts (id) on delete cascade,
  source public.event_source not null,
  kind text not null check (char_length(kind) between 1 and 80),
  dedupe_key text not null check (char_length(dedupe_key) between 1 and 300),
  call_id text check (char_length(call_id) <= 200),
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  payload jsonb,
  constraint call_events_once unique (attempt_id, dedupe_key)
);
comment on table public.call_events is
  'Everything heard about an attempt, append-only. No role may update or delete a row; status-update and report of one call share its id, hence the separate key. What the phone service said is removed from old rows by remove_transcripts alone.';
create index call_events_with_payload on public.call_events (received_at) where payload is not null;
create index call_events_stray on public.call_events (received_at) where kind = 'stray';

create table public.calling_stop (
  is_only boolean primary key default true check (is_only),
  stopped_at timestamptz not null default clock_timestamp(),
  why text not null check (char_length(why) between 1 and 300)
);
comment on table public.calling_stop is
  'Has a row while an operator has stopped all calling: no phone is dialed by anybody, calls that are live go on.';

create table public.heartbeat (
  is_only boolean primary key default true check (is_only),
  swept_at timestamptz not null,
  deployment text
);
comment on table public.heartbeat is
  'When the sweep ran last, and the address of the deployment that ran it: how anybody can tell that the engine is alive.';

create table public.do_not_call (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete cascade,
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  reason text check (char_length(reason) between 1 and 300),
  source text not null check (source in ('call', 'operator', 'import', 'person')),
  added_at timestamptz not null default clock_timestamp(),
  constraint do_not_call_once unique nulls not distinct (user_id, phone)
);
comment on table public.do_not_call is
  'Numbers that are not dialed: for nobody, or only for the person whose list it is. People who ask on the phone ask the caller, not one customer of it; that row holds no word of who asked.';
comment on column public.do_not_call.user_id is 'Whose own list it is; null: no batch of anybody dials the number.';
comment on column public.do_not_call.source is
  'call: somebody there asked for it on the phone. operator, import: by hand and from a file. person: the owner of the list.';

create table public.invitations (
  email text primary key check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  invited_at timestamptz not null default clock_timestamp()
);
comment on table public.invitations is 'Addresses that an operator has invited: they may open an account and call where sign-up is by invitation.';

create table public.person_limits (
  user_id uuid primary key references auth.users (id) on delete cascade,
  batches_per_hour integer check (batches_per_hour >= 0),
  calls_per_day integer check (calls_per_day >= 0),
  usd_per_day numeric check (usd_per_day >= 0),
  providers_per_batch integer check (providers_per_batch >= 0)
);
comment on table public.person_limits is 'Limits that an operator has set for one person; null where those of the deployment stand.';

create table public.deleted_dials (
  id bigint generated always as identity primary key,
  phone text not null,
  number integer not null,
  dialed_at timestamptz not null,
  over_at timestamptz,
  charge_usd numeric not null
);
comment on table public.deleted_dials is
  'Calls of deleted accounts, without whose they were, for as long as rules look back: a deletion gives a number no second call and the day no money.';
comment on column public.deleted_dials.over_at is 'Null where nothing can have rung.';
create index deleted_dials_phone on public.deleted_dials (phone);
create index deleted_dials_dialed_at on public.deleted_dials (dialed_at);
