-- Two users who write to each other, the older account first. A thread begins with its first message, and is
-- the conversation 'direct:' and its id.
create table direct_threads (
  id         bigint generated always as identity primary key,
  user_one   bigint not null references users,
  user_two   bigint not null references users,
  created_at timestamptz not null,
  constraint direct_threads_pair unique (user_one, user_two),
  check (user_one < user_two)
);

-- Whom somebody wants to hear nothing from.
create table user_blocks (
  user_id    bigint not null,
  blocked_id bigint not null,
  created_at timestamptz not null,
  primary key (user_id, blocked_id)
);
create index user_blocks_newest on user_blocks (user_id, created_at, blocked_id);

-- What somebody was shown by another and has shown to staff, as it was then: deleting it changes nothing here.
create table message_reports (
  id          bigint generated always as identity primary key,
  message_id  bigint not null constraint message_reports_once unique,
  reporter_id bigint not null references users,
  reported_id bigint not null references users,
  reason      text not null,
  message     text not null,
  context     jsonb not null,
  status      text not null default 'open',
  note        text,
  resolved_by bigint references users,
  resolved_at timestamptz,
  created_at  timestamptz not null
);
create index message_reports_status on message_reports (status, id);
