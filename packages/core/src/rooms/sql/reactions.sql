-- What the two of a room say of its messages without a word.

-- The room in which a message stands, for one of its two; null for anybody else.
create or replace function room_of_message(p_ctx call_context, p_message bigint) returns rooms
language sql stable as $$
  select room_for(p_ctx, case when conversation like 'room:%' then room_of(conversation) end)
    from messages where id = p_message
$$;

-- Adds a reaction of the actor's to a message, or takes it back; nothing is told where it was so before.
-- outcome: done, no_access, or as writing_refused has it.
create or replace function set_reaction(
  p_ctx call_context, p_message bigint, p_type text, p_is_set boolean, p_writer jsonb,
  out outcome text, out streams text[])
language plpgsql as $$
declare r rooms := room_of_message(p_ctx, p_message);
begin
  outcome := case when p_is_set then room_refusal(p_ctx, r) when r.id is null then 'no_access' end;
  if outcome is not null then return; end if;
  outcome := 'done';
  perform hold_room(r);
  if p_is_set then
    insert into message_reactions (message_id, type, user_id, created_at)
    values (p_message, p_type, p_ctx.actor_id, p_ctx.at) on conflict do nothing;
  else
    delete from message_reactions
     where message_id = p_message and type = p_type and user_id = p_ctx.actor_id;
  end if;
  if not found then return; end if;
  streams := record_event(p_ctx, room_streams(r), 'room.reactions', p_writer || jsonb_build_object(
    'roomId', r.id, 'messageId', p_message, 'reactions', (
      select coalesce(jsonb_object_agg(type, times), '{}') from (
        select type, count(*) as times from message_reactions
         where message_id = p_message group by type) counted)));
end $$;
