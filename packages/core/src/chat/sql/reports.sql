-- What is around a message of a conversation: ten before it, itself, and five after it.
create or replace function message_context(p_conversation text, p_message bigint) returns jsonb
language sql stable as $$
  select jsonb_agg(jsonb_build_object('id', id, 'senderId', sender_id, 'message', body,
                                      'deleted', deleted_at is not null, 'createdAt', created_at)
                   order by id)
    from ((select * from messages where conversation = p_conversation and id <= p_message
            order by id desc limit 11)
          union all
          (select * from messages where conversation = p_conversation and id > p_message
            order by id limit 5)) around
$$;

-- A report as who made it sees it.
create or replace view message_report_view as
select id, message_id as "messageId", reason, status, created_at as "createdAt", reporter_id
  from message_reports;

-- The same for staff, but for what was around the message.
create or replace view staff_report_view as
select r.id, r.message_id as "messageId", r.reason, r.status, r.created_at as "createdAt", r.message,
       reporter.brief as reporter, reported.brief as reported, r.note, u.uuid as "resolvedBy",
       r.resolved_at as "resolvedAt",
       case when a.id is not null
            then jsonb_build_object('name', a.name, 'type', a.type, 'size', a.bytes) end as file
  from message_reports r
  join user_brief_view reporter on reporter.user_id = r.reporter_id
  join user_brief_view reported on reported.user_id = r.reported_id
  left join users u on u.id = r.resolved_by
  left join attachments a on a.id = r.attachment_id and a.state in ('attached', 'withheld');

-- Shows staff a message that somebody else has written to the actor. Again, the report is as it was.
-- outcome: done, own, or unknown, also for what they cannot read.
create or replace function report_message(
  p_ctx call_context, p_message bigint, p_reason text, out outcome text, out report jsonb)
language plpgsql as $$
declare m messages;
begin
  select x.* into m from messages x join direct_threads t on t.id = direct_thread(x.conversation)
   where x.id = p_message and p_ctx.actor_id in (t.user_one, t.user_two);
  outcome := case when m.id is null then 'unknown'
                  when m.sender_id = p_ctx.actor_id then 'own' else 'done' end;
  if outcome <> 'done' then return; end if;
  insert into message_reports
    (message_id, reporter_id, reported_id, reason, message, context, created_at)
  values (m.id, p_ctx.actor_id, m.sender_id, p_reason, m.body,
          message_context(m.conversation, m.id), p_ctx.at)
  on conflict do nothing;
  if found then
    update message_reports set attachment_id = hold_attachment_of(m.conversation, m.id)
     where message_id = m.id;
  end if;
  select to_jsonb(v) - 'reporter_id' into report from message_report_view v
   where v."messageId" = m.id;
end $$;

-- Settles a report. outcome: done, unknown, settled (before), or party (the actor is one of the two).
create or replace function resolve_report(
  p_ctx call_context, p_report bigint, p_outcome text, p_note text,
  out outcome text, out report jsonb)
language plpgsql as $$
declare r message_reports;
begin
  select * into r from message_reports where id = p_report for no key update;
  outcome := case when r.id is null then 'unknown'
                  when p_ctx.actor_id in (r.reporter_id, r.reported_id) then 'party'
                  when r.status <> 'open' then 'settled' else 'done' end;
  if outcome <> 'done' then return; end if;
  update message_reports
     set status = p_outcome, note = p_note, resolved_by = p_ctx.actor_id, resolved_at = p_ctx.at
   where id = p_report;
  perform let_go_of_attachment(r.attachment_id);
  perform record_audit(p_ctx, 'report.' || p_outcome, 'user:' || r.reported_id,
    jsonb_strip_nulls(jsonb_build_object('report', r.id, 'message', r.message_id, 'note', p_note)));
  select to_jsonb(v) into report from staff_report_view v where v.id = p_report;
end $$;
