-- Writes a mail and the job that sends it; nothing for a user without an address. One that is not
-- verified may be a stranger's: it hears of its verification, and of nothing else.
create or replace function enqueue_mail(
  p_ctx call_context, p_recipient bigint, p_template text, p_data jsonb)
returns void language plpgsql as $$
declare v_id bigint;
begin
  insert into mails (recipient_id, template, data, created_at)
  select id, p_template, p_data, p_ctx.at from users
   where id = p_recipient and email is not null
     and (not email_unverified or p_template = 'email.verify')
  returning id into v_id;
  if v_id is not null then
    perform enqueue_job(p_ctx, 'mail.send', jsonb_build_object('mailId', v_id), p_ctx.at);
  end if;
end $$;

-- What is to be sent now because of an unsent mail: itself, or, where it was held, all that are. Where
-- mails are capped, after ten in an hour an address gets one each six minutes, and the rest is held until then: 20 an hour.
create or replace function claim_mail(
  p_ctx call_context, p_mail bigint, p_capped boolean, out claimed bigint[])
language plpgsql as $$
declare m mails; v_carriers integer; v_last timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('mails:' || recipient_id, 0))
     from mails where id = p_mail;
  select * into m from mails where id = p_mail and status = 'unsent';
  if not found then return; end if;
  select count(*), max(claimed_at) into v_carriers, v_last from mails
   where recipient_id = m.recipient_id and carried_by = id and id <> m.id
     and claimed_at > p_ctx.at - interval '1 hour';
  if p_capped and v_carriers >= 10 and v_last + interval '6 minutes' > p_ctx.at then
    update mails set held = true where id = m.id;
    perform enqueue_job(p_ctx, 'mail.send', jsonb_build_object('mailId', m.id),
                        v_last + interval '6 minutes');
    return;
  end if;
  with now_sent as (
    update mails set carried_by = m.id, claimed_at = p_ctx.at where id in (
      select id from mails
       where recipient_id = m.recipient_id and status = 'unsent' and (id = m.id or (m.held and held))
       order by id limit 100)
    returning id)
  select array_agg(id order by id) into claimed from now_sent;
end $$;
