-- One user to sign in with on a developer's machine. Runs once per local database; a hosted project never
-- runs this file (only `supabase db reset` would, which is for local and preview databases).
-- Sign-in: demo@ringround.local / ringround-demo

insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data
)
values (
  '00000000-0000-4000-8000-000000000001', 'authenticated', 'authenticated', 'demo@ringround.local',
  -- 10 rounds, as Supabase Auth hashes.
  extensions.crypt('ringround-demo', extensions.gen_salt('bf', 10)),
  now(), '{"provider": "email", "providers": ["email"]}', '{}'
)
on conflict do nothing;

insert into auth.identities (id, user_id, provider, provider_id, identity_data)
values (
  '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'email',
  '00000000-0000-4000-8000-000000000001',
  '{"sub": "00000000-0000-4000-8000-000000000001", "email": "demo@ringround.local", "email_verified": true}'
)
on conflict do nothing;
