-- What is recorded and posted together with others of its kind: see `record_events` and `post_messages`.
create type event_entry as (streams text[], data jsonb, actor_id bigint);
create type message_entry as (
  conversation text, streams text[], about jsonb, sender_id bigint, body text, client_id text);
