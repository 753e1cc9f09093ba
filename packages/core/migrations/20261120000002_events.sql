
create table event_streams (
  name text primary key,
  head bigint not null
) with (fillfactor = 70);

create table events (
  stream      text not null,
  seq         bigint not null,
  type        text not null,
  data        jsonb not null,
  actor_id    bigint,
  occurred_at timestamptz not null,
  primary key (stream, seq)
);

-- The next number of a stream; the stream stays locked until the transaction ends.
create function next_event_seq(p_stream text) returns bigint language plpgsql as $$
declare v_head bigint;
begin
  insert into event_streams as s (name, head) values (p_stream, 1)
  on conflict (name) do update set head = s.head + 1
  returning head into v_head;
  return v_head;
end $$;

-- Records one event in each of the streams it belongs to, locked in order of their names.
create function record_event(
  p_streams text[], p_type text, p_data jsonb, p_actor bigint, p_at timestamptz)
returns void language plpgsql as $$
begin
  with heads as (
    insert into event_streams as s (name, head)
    select distinct name, 1 from unnest(p_streams) as name order by name
    on conflict (name) do update set head = s.head + 1
    returning name, head)
  insert into events (stream, seq, type, data, actor_id, occurred_at)
  select name, head, p_type, p_data, p_actor, p_at from heads;
end $$;
