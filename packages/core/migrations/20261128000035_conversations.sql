-- A conversation is named like the stream of what it is about, 'trade:7'; the word before the colon is
-- its kind.
create table conversations (
  name      text primary key,
  kind      text not null,
  messages  bigint not null default 0,
  latest_id bigint not null default 0
) with (fillfactor = 70);

-- Whom what is written there concerns, how far they have come, and how much of it is new to them.
create table conversation_members (
  conversation    text not null,
  user_id         bigint not null,
  kind            text not null,
  latest_id       bigint not null default 0,
  read_up_to      bigint not null default 0,
  delivered_up_to bigint not null default 0,
  unread          bigint not null default 0 check (unread >= 0),
  primary key (conversation, user_id)
) with (fillfactor = 70);

-- Defaults that are not stored: no message is written anew. `logged` says where the log has it.
alter table messages
  add column type text not null default 'text',
  add column data jsonb,
  add column client_id text,
  add column deleted_at timestamptz,
  add column logged jsonb;
create unique index messages_client_id on messages (conversation, sender_id, client_id)
  where client_id is not null;

-- What there is already, all of it read: counted once, from the index by conversation.
insert into conversations (name, kind, messages, latest_id)
select conversation, split_part(conversation, ':', 1), count(*), max(id)
  from messages group by conversation;

insert into conversation_members
  (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to)
select c.name, m.user_id, c.kind, c.latest_id, c.latest_id, c.latest_id
  from conversations c join (
    select 'trade:' || id as name, seller_id as user_id from trades
    union all select 'trade:' || id, buyer_id from trades where buyer_id is not null
    union all select 'offer:' || id, seller_id from offers
    union all select 'offer:' || id, buyer_id from offers
    union all select 'ticket:' || id, user_id from tickets
    union all select 'ticket:' || id, assignee_id from tickets where assignee_id is not null) m
    using (name);

-- Somebody's conversations of a kind, those with the latest messages first.
create index conversation_members_latest
  on conversation_members (user_id, kind, latest_id desc, conversation);
