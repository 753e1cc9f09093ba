-- What an account without name or password signs in with, and all that it has. Kept as its hash.
create table access_tokens (
  user_id    bigint primary key references users,
  token_hash bytea not null unique,
  created_at timestamptz not null
);

-- Whether logging in and paying out take a second factor, and whether releases do as well: every call
-- finds it where it finds its session.
alter table users add column avatar text,
                  add column two_factor_enabled boolean not null default false,
                  add column two_factor_releases boolean not null default false;

-- Secrets of authenticator apps, sealed under the server's key; enabled_at is null until a first code
-- has shown that the app has it. No code of last_step or before is good any more.
create table two_factor (
  user_id    bigint primary key references users,
  secret     bytea not null,
  created_at timestamptz not null,
  enabled_at timestamptz,
  last_step  bigint not null default 0
);

create table backup_codes (
  user_id   bigint not null references users,
  code_hash bytea not null,
  used_at   timestamptz,
  primary key (user_id, code_hash)
);

-- Where a log-in has been told to ask for no code again for a while.
create table remembered_devices (
  id         uuid primary key,
  user_id    bigint not null references users,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index remembered_devices_user on remembered_devices (user_id, created_at, id);
create index remembered_devices_expiry on remembered_devices (expires_at);
