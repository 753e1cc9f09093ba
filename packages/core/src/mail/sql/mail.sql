-- Writes a mail and the job that sends it; nothing for a user without an address.
create or replace function enqueue_mail(
  p_ctx call_context, p_recipient bigint, p_template text, p_data jsonb)
returns void language plpgsql as $$
declare v_id bigint;
begin
  insert into mails (recipient_id, template, data, created_at)
  select id, p_template, p_data, p_ctx.at from users where id = p_recipient and email is not null
  returning id into v_id;
  if v_id is not null then
    perform enqueue_job(p_ctx, 'mail.send', jsonb_build_object('mailId', v_id), p_ctx.at);
  end if;
end $$;
