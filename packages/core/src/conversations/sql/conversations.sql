-- Locks are taken in one order: what a conversation is about, its stream, its members, other streams. The
-- stream's lock makes ids ascend in the order in which the messages become visible, and counts exact.

-- A message as it is shown; of one that was deleted nothing is left but that.
create or replace view message_view as
select m.id, m.conversation, m.sender_id as "senderId", u.display_name as "senderName",
       u.username as "senderUsername", avatar_of(u) as avatar, m.type, m.body as message, m.data,
       m.client_id as "clientId", m.deleted_at is not null as "isDeleted", m.created_at as "createdAt"
  from messages m join users u on u.id = m.sender_id;

-- A message as the log has it. What is as with most is left out, for the log has this more than once.
create or replace function new_message(
  p_id bigint, p_sender users, p_type text, p_body text, p_client_id text, p_at timestamptz)
returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'id', p_id, 'senderId', p_sender.id, 'senderName', p_sender.display_name,
    'senderUsername', p_sender.username, 'avatar', avatar_of(p_sender), 'type', nullif(p_type, 'text'),
    'message', p_body, 'clientId', p_client_id, 'createdAt', p_at))
$$;

-- Stores a message and records it in p_streams, with the conversation's own held, whether it is one of them or not.
-- p_members: who belongs to the conversation from now on; null leaves that as it is. p_about says in message and event
-- what it is about. Of those with the same p_client_id by one sender only the first is stored: it comes back with
-- is_new false. p_is_kept: nobody will delete it, so that it need not be known where the log has it.
create or replace function post_message(
  p_ctx call_context, p_conversation text, p_members bigint[], p_streams text[], p_about jsonb,
  p_sender bigint, p_event text, p_body text, p_type text default 'text', p_data jsonb default null,
  p_client_id text default null, p_is_kept boolean default false,
  out message jsonb, out streams text[], out is_new boolean)
language plpgsql as $$
declare v_id bigint;
begin
  perform hold_stream(p_conversation);
  if p_client_id is not null then
    message := p_about || message_known_as(p_conversation, p_sender, p_client_id);
  end if;
  is_new := message is null;
  if not is_new then return; end if;
  v_id := nextval('messages_id_seq');
  perform count_message(p_conversation, p_members, p_sender, v_id);
  select p_about || new_message(v_id, u, p_type, p_body, p_client_id, p_ctx.at)
    into message from users u where id = p_sender;
  if p_data is not null then message := message || jsonb_build_object('data', p_data); end if;
  p_ctx.actor_id := p_sender;
  streams := record_event(p_ctx, p_streams, p_event, message);
  insert into messages (id, conversation, sender_id, body, type, data, client_id, created_at, logged)
  overriding system value
  values (v_id, p_conversation, p_sender, p_body, p_type, p_data, p_client_id, p_ctx.at,
          case when not p_is_kept then heads_of(streams) end);
end $$;

-- Posts several texts at once, as `post_message` does each, in conversations whose members stay as they
-- are; those of one conversation follow each other in the order given. Of one that its sender has named
-- so before, here or there, nothing is stored, and its message is null. Returns their places in the log too.
create or replace function post_messages(
  p_ctx call_context, p_event text, p_entries message_entry[], p_is_kept boolean default false,
  out messages jsonb[], out streams text[], out places jsonb[])
language plpgsql as $$
declare v_ids bigint[];
begin
  perform hold_streams(array(select conversation from unnest(p_entries)));
  v_ids := new_message_ids(p_entries);
  perform count_messages(p_entries, v_ids);
  select array_agg(case when e.id is not null then
           e.about || new_message(e.id, u, 'text', e.body, e.client_id, p_ctx.at) end order by e.n)
    into messages from numbered(p_entries, v_ids) e join users u on u.id = e.sender_id;
  places := record_events(p_ctx, p_event, array(
    select row(case when e.id is not null then e.streams end,
               messages[e.n], e.sender_id)::event_entry
      from numbered(p_entries, v_ids) e order by e.n));
  insert into messages (id, conversation, sender_id, body, client_id, created_at, logged)
  overriding system value
  select e.id, e.conversation, e.sender_id, e.body, e.client_id, p_ctx.at,
         case when not p_is_kept then places[e.n] end
    from numbered(p_entries, v_ids) e where e.id is not null;
  streams := array(select distinct jsonb_object_keys(place) from unnest(places) place);
end $$;

-- What was posted, at the places that it had among p_many.
create or replace function at_places(p_places bigint[], p_messages jsonb[], p_many integer)
returns jsonb language sql immutable as $$
  select jsonb_agg(message order by n)
    from generate_series(1, p_many) n left join unnest(p_places, p_messages) m (n, message) using (n)
$$;

-- Whether a conversation has begun, with these members and no others.
create or replace function has_members(p_conversation text, p_members bigint[]) returns boolean
language plpgsql stable as $$
declare
  v_members bigint[] := array(
    select user_id from conversation_members where conversation = p_conversation);
begin
  return v_members @> p_members and v_members <@ p_members
     and exists (select from conversations where name = p_conversation);
end $$;

-- Messages that are about to be posted with their numbers, in order.
create or replace function numbered(p_entries message_entry[], p_ids bigint[])
returns table (conversation text, streams text[], about jsonb, sender_id bigint, body text, client_id text,
               id bigint, n bigint)
language sql immutable rows 30 as $$
  select * from rows from (unnest(p_entries), unnest(p_ids)) with ordinality
$$;

-- Numbers for messages whose conversations are held, ascending; null for those that are there already.
create or replace function new_message_ids(p_entries message_entry[]) returns bigint[]
language plpgsql as $$
begin
  return array(
    select case when is_new then nextval('messages_id_seq') end from (
      select e.client_id is null
             or row_number() over (partition by e.conversation, e.sender_id, e.client_id order by e.n) = 1
            and not exists (select from messages m
                             where m.conversation = e.conversation and m.sender_id = e.sender_id
                               and m.client_id = e.client_id) as is_new
        from numbered(p_entries, null) e order by e.n) known);
end $$;

-- Counts messages as `count_message` does each: who had nothing left to read is as far as what they
-- wrote before the first of somebody else.
create or replace function count_messages(p_entries message_entry[], p_ids bigint[])
returns void language plpgsql as $$
begin
  update conversations c set messages = c.messages + told.many, latest_id = told.latest
    from (select conversation, count(*) as many, max(id) as latest from numbered(p_entries, p_ids)
           where id is not null group by conversation) told
   where c.name = told.conversation;
  update conversation_members m
     set latest_id = told.latest, unread = m.unread + told.others,
         read_up_to = case when m.unread = 0 then coalesce(told.own, m.read_up_to) else m.read_up_to end,
         delivered_up_to = case when m.unread = 0 then coalesce(told.own, m.delivered_up_to)
                                else m.delivered_up_to end
    from (select conversation, user_id, max(id) as latest, count(*) filter (where not is_own) as others,
                 max(id) filter (where is_own and id < coalesce(first_other, id + 1)) as own
            from (select e.conversation, member.user_id, e.id, e.sender_id = member.user_id as is_own,
                         min(e.id) filter (where e.sender_id <> member.user_id)
                           over (partition by e.conversation, member.user_id) as first_other
                    from numbered(p_entries, p_ids) e
                    join conversation_members member on member.conversation = e.conversation
                   where e.id is not null) each
           group by conversation, user_id) told
   where m.conversation = told.conversation and m.user_id = told.user_id;
end $$;

-- The message that its sender has named so, if it is there already. Its conversation's stream is held from
-- then on: who sends the same at the same moment comes after.
create or replace function message_known_as(
  p_conversation text, p_sender bigint, p_client_id text)
returns jsonb language plpgsql as $$
begin
  perform hold_stream(p_conversation);
  return (select to_jsonb(v) - 'conversation' from message_view v where v.id = (
    select id from messages
     where conversation = p_conversation and sender_id = p_sender and client_id = p_client_id));
end $$;

-- Counts a message of a conversation whose stream is held. Who writes has read no more by that: only who
-- had nothing left to read is as far as what they wrote.
create or replace function count_message(
  p_conversation text, p_members bigint[], p_sender bigint, p_id bigint)
returns void language plpgsql as $$
declare v_members bigint[];
begin
  update conversations set messages = messages + 1, latest_id = p_id where name = p_conversation;
  if not found then
    insert into conversations (name, kind, messages, latest_id)
    values (p_conversation, split_part(p_conversation, ':', 1), 1, p_id);
  end if;
  with told as (
    update conversation_members m
       set latest_id = p_id,
           unread = m.unread + (m.user_id <> p_sender)::integer,
           read_up_to = case when m.user_id = p_sender and m.unread = 0 then p_id
                             else m.read_up_to end,
           delivered_up_to = case when m.user_id = p_sender and m.unread = 0 then p_id
                                  else m.delivered_up_to end
     where m.conversation = p_conversation
    returning user_id)
  select array_agg(user_id) into v_members from told;
  if p_members is null or (v_members @> p_members and v_members <@ p_members) then return; end if;
  perform change_members(p_conversation, p_members, p_sender, p_id);
end $$;

-- Gives a conversation these members and no others. To who comes with the message p_id,
-- or with none, what was there before is nothing new.
create or replace function change_members(
  p_conversation text, p_members bigint[], p_sender bigint, p_id bigint)
returns void language plpgsql as $$
declare
  v_before bigint := (select coalesce(max(id), 0) from messages where conversation = p_conversation);
begin
  delete from conversation_members
   where conversation = p_conversation and user_id <> all (p_members);
  insert into conversation_members
    (conversation, user_id, kind, latest_id, read_up_to, delivered_up_to, unread)
  select distinct p_conversation, user_id, split_part(p_conversation, ':', 1),
         coalesce(p_id, v_before), upto, upto, (p_id is not null and user_id <> p_sender)::integer
    from unnest(p_members) named (user_id),
         lateral (select case when user_id = p_sender then p_id else v_before end as upto) mark
  on conflict do nothing;
end $$;

-- Has a conversation exist, with these members and no others, before anything is written there.
create or replace function open_conversation(p_conversation text, p_members bigint[])
returns void language plpgsql as $$
begin
  perform hold_stream(p_conversation);
  insert into conversations (name, kind)
  values (p_conversation, split_part(p_conversation, ':', 1)) on conflict do nothing;
  perform change_members(p_conversation, p_members, null, null);
end $$;

-- How much of a conversation is new to a member who has read it up to p_up_to, and before that up to where `m`
-- says. Either what is left is counted or, where that is much, what has been read since: each message once.
create or replace function unread_after(m conversation_members, p_up_to bigint)
returns bigint language plpgsql stable as $$
declare v_passed bigint; v_new bigint;
begin
  select count(*), count(*) filter (where is_new) into v_passed, v_new from (
    select sender_id <> m.user_id and deleted_at is null as is_new from messages
     where conversation = m.conversation and id > p_up_to order by id limit 1000) rest;
  if v_passed < 1000 then return v_new; end if;
  return m.unread - (
    select count(*) from messages
     where conversation = m.conversation and id > m.read_up_to and id <= p_up_to
       and sender_id <> m.user_id and deleted_at is null);
end $$;

-- Moves the actor's mark on to p_up_to, or without it to the newest message: that of what they have read, or
-- unless p_read of what has reached them. Nothing is locked or recorded where it does not move, or they are
-- no member. The event goes to p_streams, where there are any.
create or replace function mark_messages(
  p_ctx call_context, p_conversation text, p_up_to bigint, p_read boolean, p_streams text[],
  p_event text, p_about jsonb, out changed boolean, out read_up_to bigint,
  out delivered_up_to bigint, out unread bigint, out streams text[])
language plpgsql as $$
declare
  m conversation_members;
  v_up_to bigint := (select max(id) from messages where conversation = p_conversation
                        and id <= coalesce(p_up_to, 9223372036854775807));
begin
  select * into m from conversation_members
   where conversation = p_conversation and user_id = p_ctx.actor_id;
  changed := v_up_to > case when p_read then m.read_up_to else m.delivered_up_to end;
  if changed then
    perform hold_stream(p_conversation);
    select * into m from conversation_members
     where conversation = p_conversation and user_id = p_ctx.actor_id;
    changed := v_up_to > case when p_read then m.read_up_to else m.delivered_up_to end;
  end if;
  changed := coalesce(changed, false);
  if changed then
    m := moved_mark(m, v_up_to, p_read);
    if p_streams <> '{}' then
      streams := record_event(p_ctx, p_streams, p_event, p_about || jsonb_build_object(
        'userId', m.user_id, 'upTo', v_up_to, 'unread', m.unread));
    end if;
  end if;
  read_up_to := coalesce(m.read_up_to, 0); delivered_up_to := coalesce(m.delivered_up_to, 0);
  unread := coalesce(m.unread, 0);
end $$;

-- Moves the marks on of what has reached several members, each in another conversation or of another user.
-- Returns how much is unread to each, in order; null where the mark did not move.
create or replace function move_delivered(
  p_conversations text[], p_users bigint[], p_up_to bigint[], out unread bigint[])
language plpgsql as $$
begin
  perform hold_streams(p_conversations);
  with moved as (
    update conversation_members m set delivered_up_to = a.up_to
      from unnest(p_conversations, p_users, p_up_to) a (conversation, user_id, up_to)
     where m.conversation = a.conversation and m.user_id = a.user_id and m.delivered_up_to < a.up_to
    returning m.conversation, m.user_id, m.unread)
  select array_agg(moved.unread order by a.n) into unread
    from unnest(p_conversations, p_users) with ordinality a (conversation, user_id, n)
    left join moved using (conversation, user_id);
end $$;

-- Writes a member's mark. What was read has also arrived.
create or replace function moved_mark(m conversation_members, p_up_to bigint, p_read boolean)
returns conversation_members language plpgsql as $$
begin
  if p_read then
    m.unread := unread_after(m, p_up_to);
    m.read_up_to := p_up_to;
  end if;
  m.delivered_up_to := greatest(m.delivered_up_to, p_up_to);
  update conversation_members c
     set read_up_to = m.read_up_to, delivered_up_to = m.delivered_up_to, unread = m.unread
   where c.conversation = m.conversation and c.user_id = m.user_id;
  return m;
end $$;

-- Empties a message of the actor's own, in the log too; the second time nothing happens. outcome: done,
-- unknown or not_yours.
create or replace function empty_message(
  p_ctx call_context, p_conversation text, p_message bigint, p_streams text[], p_event text,
  p_about jsonb, out outcome text, out message jsonb, out streams text[])
language plpgsql as $$
declare m messages;
begin
  select * into m from messages where id = p_message and conversation = p_conversation;
  outcome := case when m.id is null then 'unknown'
                  when m.sender_id is distinct from p_ctx.actor_id then 'not_yours' else 'done' end;
  if outcome <> 'done' then return; end if;
  perform hold_stream(p_conversation);
  update messages set body = '', data = null, deleted_at = p_ctx.at
   where id = p_message and deleted_at is null;
  if found then
    update conversation_members c set unread = c.unread - 1
     where c.conversation = p_conversation and c.user_id <> m.sender_id and c.read_up_to < p_message;
    perform amend_events(m.logged, '{"message": "", "data": null, "isDeleted": true}');
    streams := p_streams;
  end if;
  select p_about || (to_jsonb(v) - 'conversation') into message from message_view v where v.id = p_message;
  if streams is not null then
    -- Readers forget by that what they have kept of it.
    perform record_event(p_ctx, streams, p_event, message || jsonb_build_object('amended', m.logged));
  end if;
end $$;
