-- Stores a message and records it, first in the conversation's own stream: the lock on that makes
-- ids ascend in the order in which the messages become visible.
create or replace function post_message(
  p_ctx call_context, p_conversation text, p_streams text[], p_about jsonb, p_sender bigint,
  p_body text, p_type text, out message jsonb, out streams text[])
language plpgsql as $$
declare v_seq bigint := next_event_seq(p_conversation); v_id bigint;
begin
  p_ctx.actor_id := p_sender;
  insert into messages (conversation, sender_id, body, created_at)
  values (p_conversation, p_sender, p_body, p_ctx.at) returning id into v_id;
  select p_about || jsonb_build_object(
           'id', v_id, 'senderId', p_sender, 'senderName', display_name,
           'senderUsername', username,
           'message', p_body, 'createdAt', p_ctx.at)
    into message from users where id = p_sender;
  perform record_event_as(p_ctx, p_conversation, v_seq, p_type, message);
  perform record_event(p_ctx, array_remove(p_streams, p_conversation), p_type, message);
  streams := p_streams;
end $$;
