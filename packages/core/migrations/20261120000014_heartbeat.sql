
create table heartbeat (
  only_row boolean primary key default true check (only_row),
  at       timestamptz not null
);

-- Says that Souk is there at p_at. After more than 15 seconds of silence, every window that was
-- running gets the time that it lost: since the last beat, or since it began. Returns the silence
-- in seconds if there was one, else null. The row's lock lets one process do it for all.
create function note_alive(p_at timestamptz) returns double precision language plpgsql as $$
declare v_last timestamptz;
begin
  insert into heartbeat (at) values (p_at) on conflict do nothing;
  select at into v_last from heartbeat for update;
  if p_at <= v_last then return null; end if;
  update heartbeat set at = p_at;
  if p_at - v_last <= interval '15 seconds' then return null; end if;
  update offers
     set expires_at = expires_at + greatest(p_at - greatest(v_last, created_at), interval '0')
   where status = 'pending' and expires_at > v_last;
  update disputes
     set answer_by = answer_by + greatest(p_at - greatest(v_last, created_at), interval '0')
   where answer_by > v_last
     and answered_at is null and escalated_at is null and resolved_at is null;
  return extract(epoch from p_at - v_last);
end $$;
