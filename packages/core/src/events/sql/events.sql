-- The next number of a stream; the stream stays locked until the transaction ends.
create or replace function next_event_seq(p_stream text) returns bigint language plpgsql as $$
declare v_head bigint;
begin
  insert into event_streams as s (name, head) values (p_stream, 1)
  on conflict (name) do update set head = s.head + 1
  returning head into v_head;
  return v_head;
end $$;

-- Records an event under a number that `next_event_seq` has given.
create or replace function record_event_as(
  p_ctx call_context, p_stream text, p_seq bigint, p_type text, p_data jsonb)
returns void language plpgsql as $$
begin
  insert into events (stream, seq, type, data, actor_id, occurred_at)
  values (p_stream, p_seq, p_type, p_data, p_ctx.actor_id, p_ctx.at);
end $$;

-- Records one event in each of the streams it belongs to, locked in order of their names. Returns
-- them: whoever called is to wake their readers after the commit.
create or replace function record_event(
  p_ctx call_context, p_streams text[], p_type text, p_data jsonb)
returns text[] language plpgsql as $$
begin
  with heads as (
    insert into event_streams as s (name, head)
    select distinct name, 1 from unnest(p_streams) as name order by name
    on conflict (name) do update set head = s.head + 1
    returning name, head)
  insert into events (stream, seq, type, data, actor_id, occurred_at)
  select name, head, p_type, p_data, p_ctx.actor_id, p_ctx.at from heads;
  return p_streams;
end $$;

-- The same moment, with nobody acting: for what follows by itself from what somebody did.
create or replace function by_system(p_ctx call_context) returns call_context
language sql immutable as $$
  select row(null, false, p_ctx.ip, p_ctx.at)::call_context
$$;
