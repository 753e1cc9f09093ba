-- Locks a stream as recording in it does, and takes no number.
create or replace function hold_stream(p_stream text) returns void language plpgsql as $$
begin
  insert into event_streams (name, head) values (p_stream, 0) on conflict do nothing;
  perform from event_streams where name = p_stream for no key update;
end $$;

-- The same of several that exist, in the order of their names.
create or replace function hold_streams(p_streams text[]) returns void language plpgsql as $$
begin
  perform from event_streams where name = any (p_streams) order by name for no key update;
end $$;

-- The number of the newest event of each stream, by its name.
create or replace function heads_of(p_streams text[]) returns jsonb language sql stable as $$
  select jsonb_object_agg(name, head) from event_streams where name = any (p_streams)
$$;

-- Changes what was recorded, in places such as `heads_of` gives: for what must not be read again.
create or replace function amend_events(p_places jsonb, p_changes jsonb)
returns void language plpgsql as $$
begin
  update events e set data = e.data || p_changes from jsonb_each_text(p_places) place
   where e.stream = place.key and e.seq = place.value::bigint;
end $$;

-- Records one event in each of the streams it belongs to, locked in order of their names, and leaves a
-- note of those that are followed. Returns them: whoever called is to wake their readers after the commit.
create or replace function record_event(
  p_ctx call_context, p_streams text[], p_type text, p_data jsonb)
returns text[] language plpgsql as $$
declare v_floor bigint := (select last_value from event_floor);
begin
  with heads as (
    insert into event_streams as s (name, head)
    select distinct name, v_floor + 1 from unnest(p_streams) as name order by name
    on conflict (name) do update set head = greatest(s.head, v_floor) + 1
    returning name, head, followed),
  grown as (
    insert into grown_streams (name, head, due_at)
    select name, head, p_ctx.at from heads where followed order by name
    on conflict (name) do update set head = excluded.head)
  insert into events (stream, seq, type, data, actor_id, occurred_at)
  select name, head, p_type, p_data, p_ctx.actor_id, p_ctx.at from heads;
  return p_streams;
end $$;

-- Records several events of a type as `record_event` does each; in a stream they follow each other in
-- the order given. Returns their places, by the names of their streams. Planned once: for few entries PostgreSQL
-- would plan anew each time, which takes longer than recording them.
create or replace function record_events(
  p_ctx call_context, p_type text, p_entries event_entry[], out places jsonb[])
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare v_floor bigint := (select last_value from event_floor);
begin
  with told as (
    select n, stream, data, actor_id, row_number() over (partition by stream order by n) as nth,
           count(*) over (partition by stream) as many
      from unnest(p_entries) with ordinality e (streams, data, actor_id, n),
           lateral (select distinct unnest(streams) as stream) s),
  heads as (
    insert into event_streams as s (name, head)
    select stream, v_floor + many from told where nth = 1 order by stream
    on conflict (name) do update set head = excluded.head + greatest(s.head - v_floor, 0)
    returning name, head, followed),
  grown as (
    insert into grown_streams (name, head, due_at)
    select name, head, p_ctx.at from heads where followed order by name
    on conflict (name) do update set head = excluded.head),
  logged as (
    insert into events (stream, seq, type, data, actor_id, occurred_at)
    select stream, head - many + nth, p_type, data, actor_id, p_ctx.at from told join heads on name = stream)
  select array_agg(place order by n) into places
    from generate_series(1, cardinality(p_entries)) n
    left join (select n, jsonb_object_agg(stream, head - many + nth) as place
                 from told join heads on name = stream group by n) p using (n);
end $$;

-- The same moment, with nobody acting: for what follows by itself from what somebody did.
create or replace function by_system(p_ctx call_context) returns call_context
language sql immutable as $$
  select row(null, false, p_ctx.ip, p_ctx.at)::call_context
$$;

-- Has a note left from now on whenever `record_event` makes a stream grow, or no longer.
-- Returns its head, and keeps it locked.
create or replace function follow_stream(p_stream text, p_followed boolean) returns bigint
language plpgsql as $$
declare v_head bigint;
begin
  insert into event_streams as s (name, head, followed) values (p_stream, 0, p_followed)
  on conflict (name) do update set followed = p_followed
  returning head into v_head;
  return v_head;
end $$;

-- Takes the note of a stream away that has been read up to p_head; it stays, due again, where the
-- stream has more.
create or replace function settle_grown_stream(p_ctx call_context, p_stream text, p_head bigint)
returns void language plpgsql as $$
begin
  delete from grown_streams where name = p_stream and head <= p_head;
  if not found then
    update grown_streams set due_at = p_ctx.at where name = p_stream;
  end if;
end $$;

-- Has events recorded in one stream more once this has committed: one that many write, so that none of them waits for
-- it. p_places: where each has been recorded, as `record_events` returns it. Whoever calls wakes `outbox`.
create or replace function put_in_outbox(p_stream text, p_places jsonb[]) returns void
language plpgsql as $$
begin
  insert into outbox (stream, source, seq)
  select p_stream, source.key, source.value::bigint from unnest(p_places) with ordinality p (place, n),
         lateral (select key, value from jsonb_each_text(place) limit 1) source order by n;
end $$;

-- Records at most p_most of what the outbox has. Events that followed each other by a lock stay in their order: the
-- later one has the greater number, and is seen only where the earlier one is, or has been recorded.
create or replace function relay_outbox(p_ctx call_context, p_most integer, out relayed integer, out streams text[])
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare v_floor bigint := (select last_value from event_floor);
begin
  relayed := 0;
  if not exists (select from outbox) then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('outbox', 0));
  with taken as (
    delete from outbox where id in (select id from outbox order by id limit p_most)
    returning id, stream, source, seq),
  told as (
    select t.stream, e.type, e.data, e.actor_id, e.occurred_at,
           row_number() over (partition by t.stream order by t.id) as nth,
           count(*) over (partition by t.stream) as many
      from taken t join events e on e.stream = t.source and e.seq = t.seq),
  heads as (
    insert into event_streams as s (name, head)
    select stream, v_floor + many from told where nth = 1 order by stream
    on conflict (name) do update set head = excluded.head + greatest(s.head - v_floor, 0)
    returning name, head),
  logged as (
    insert into events (stream, seq, type, data, actor_id, occurred_at)
    select stream, head - many + nth, type, data, actor_id, occurred_at from told join heads on name = stream)
  select count(*), array_agg(distinct stream) into relayed, streams from told;
end $$;
