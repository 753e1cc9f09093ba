-- The policy of staff: who decides what about whom, and when two of them must want the same. It is
-- shown as a table in docs/staff-policy.md; the functions that do a deed ask here.

-- Whether what is done to p_user takes two members of staff: it does where that is one of them, the actor
-- included. The shell and Souk itself are no members.
create or replace function takes_two(p_ctx call_context, p_user bigint) returns boolean
language sql stable as $$
  select p_ctx.actor_id is not null and exists (select from users where id = p_user and is_staff)
$$;

-- Whether another member has wanted exactly this within a day. If not, it is noted that the actor does,
-- for somebody else to confirm by wanting it too. Of two at once, the second confirms.
create or replace function is_confirmed(
  p_ctx call_context, p_action text, p_subject text, p_details jsonb)
returns boolean language plpgsql as $$
declare v_first confirmations;
begin
  insert into confirmations as c (action, subject, details, staff_id, created_at)
  values (p_action, p_subject, p_details, p_ctx.actor_id, p_ctx.at)
  on conflict (action, subject, details) do update set staff_id = c.staff_id
  returning * into v_first;
  if v_first.staff_id <> p_ctx.actor_id and v_first.created_at > p_ctx.at - interval '1 day'
     and exists (select from users where id = v_first.staff_id and is_staff and is_active) then
    delete from confirmations where id = v_first.id;
    return true;
  end if;
  update confirmations set staff_id = p_ctx.actor_id, created_at = p_ctx.at
   where id = v_first.id and (staff_id, created_at) is distinct from (p_ctx.actor_id, p_ctx.at);
  perform record_audit(p_ctx, p_action || '_first', p_subject, p_details);
  return false;
end $$;
