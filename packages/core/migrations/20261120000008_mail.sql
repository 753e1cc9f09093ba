
create table mails (
  id           bigint generated always as identity primary key,
  -- Part of the Message-ID: a mail that was delivered twice can be told.
  uuid         uuid not null default gen_random_uuid() unique,
  recipient_id bigint not null references users,
  template     text not null,
  data         jsonb not null,
  status       text not null default 'unsent' check (status in ('unsent', 'sent', 'failed')),
  attempts     integer not null default 0,
  -- How many of them the server refused for good.
  refusals     integer not null default 0,
  last_error   text,
  created_at   timestamptz not null,
  sent_at      timestamptz,
  check ((status = 'sent') = (sent_at is not null))
);
create index mails_recipient on mails (recipient_id, id);

-- Writes a mail and the job that sends it; nothing for a user without an address.
create function queue_mail(p_recipient bigint, p_template text, p_data jsonb, p_at timestamptz)
returns void language plpgsql as $$
declare v_id bigint;
begin
  insert into mails (recipient_id, template, data, created_at)
  select id, p_template, p_data, p_at from users where id = p_recipient and email is not null
  returning id into v_id;
  if v_id is not null then
    perform enqueue_job('mail.send', jsonb_build_object('mailId', v_id), p_at, p_at);
  end if;
end $$;
