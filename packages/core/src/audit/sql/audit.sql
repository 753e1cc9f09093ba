-- Records what a member of staff does, in the transaction that does it. The action is named like an
-- event, by what has happened ('coin.enabled'); the subject is what it was done to, such as 'user:7'
-- or 'trade:12'.
create or replace function record_audit(
  p_ctx call_context, p_action text, p_subject text, p_details jsonb)
returns void language plpgsql as $$
begin
  insert into audit_log (staff_id, action, subject, details, address, created_at)
  values (p_ctx.actor_id, p_action, p_subject, coalesce(p_details, '{}'), p_ctx.ip, p_ctx.at);
end $$;
