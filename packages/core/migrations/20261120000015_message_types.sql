
drop function post_message(text, text[], jsonb, bigint, text, timestamptz);

-- Stores a message and records it, first in the conversation's own stream: the lock on that makes
-- ids ascend in the order in which the messages become visible.
create function post_message(
  p_conversation text, p_streams text[], p_about jsonb, p_sender bigint, p_body text,
  p_at timestamptz, p_type text default 'message.sent')
returns jsonb language plpgsql as $$
declare v_seq bigint; v_id bigint; v_message jsonb;
begin
  v_seq := next_event_seq(p_conversation);
  insert into messages (conversation, sender_id, body, created_at)
  values (p_conversation, p_sender, p_body, p_at) returning id into v_id;
  select p_about || jsonb_build_object(
           'id', v_id, 'senderId', p_sender, 'senderName', display_name,
           'message', p_body, 'createdAt', p_at)
    into v_message from users where id = p_sender;
  insert into events (stream, seq, type, data, actor_id, occurred_at)
  values (p_conversation, v_seq, p_type, v_message, p_sender, p_at);
  perform record_event(array_remove(p_streams, p_conversation), p_type, v_message, p_sender, p_at);
  return v_message;
end $$;
