-- Files that go with messages. Their bytes are in a store elsewhere, under the id.
create table attachments (
  id           uuid primary key default gen_random_uuid(),
  owner_id     bigint not null,
  state        text not null check (state in ('coming', 'loose', 'attached', 'removed')),
  -- What it takes of its owner's space; while it is coming, what is set aside for it.
  bytes        bigint not null check (bytes > 0),
  name         text,
  type         text,
  sha256       bytea,
  conversation text,
  message_id   bigint,
  created_at   timestamptz not null,
  check (state in ('coming', 'removed') or (name is not null and type is not null and sha256 is not null)),
  check (state <> 'attached' or (conversation is not null and message_id is not null))
);
-- For the sweeper, and for how many of somebody's are coming: neither grows with what is kept.
create index attachments_to_sweep on attachments (state, created_at) where state <> 'attached';
create index attachments_coming on attachments (owner_id) where state = 'coming';
create index attachments_by_message on attachments (message_id) where state = 'attached';

-- What each user's files take together, those that are coming included. Each row is its user's alone.
create table attachment_spaces (
  user_id bigint primary key,
  bytes   bigint not null default 0 check (bytes >= 0)
) with (fillfactor = 70);
