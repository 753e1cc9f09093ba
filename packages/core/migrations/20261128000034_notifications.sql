-- What others did that concerns a user. Ids ascend in the order in which a user comes to see them.
create table notifications (
  id         bigint generated always as identity,
  user_id    bigint not null,
  type       text not null,
  title      text not null,
  message    text not null,
  data       jsonb not null,
  is_read    boolean not null default false,
  created_at timestamptz not null,
  primary key (user_id, id)
);
create index notifications_unread on notifications (user_id, id) where not is_read;
-- Housekeeping alone asks for it: the smallest index that will do.
create index notifications_age on notifications using brin (created_at) with (autosummarize);

-- How many each has not read, up to which they have read all, and of what they want to hear nothing.
create table notification_inboxes (
  user_id    bigint primary key,
  unread     bigint not null default 0 check (unread >= 0),
  read_up_to bigint not null default 0,
  muted      text[] not null default '{}'
) with (fillfactor = 70);
