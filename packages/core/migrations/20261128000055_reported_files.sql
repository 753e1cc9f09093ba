-- The file of a reported message is kept for staff until the report is settled: withheld, once its message is deleted.
alter table attachments add column reported boolean not null default false;
alter table attachments drop constraint attachments_state_check;
alter table attachments add constraint attachments_state_check
  check (state in ('coming', 'loose', 'attached', 'withheld', 'removed'));

alter table message_reports
  add column attachment_id uuid references attachments (id) on delete set null;
create index message_reports_attachment on message_reports (attachment_id)
  where attachment_id is not null;

update message_reports r set attachment_id = a.id
  from attachments a where a.message_id = r.message_id and a.state = 'attached';
update attachments set reported = true
 where id in (select attachment_id from message_reports where status = 'open');
