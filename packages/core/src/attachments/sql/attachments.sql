-- Files that go with messages. An attachment is coming (room is set aside, its file may be on its way to the
-- store), loose (kept, and in no message yet), attached, withheld (its message is deleted, and staff still need it), or
-- removed (its file is still to go). Every file in the store has a row, from before it is put there until after it is
-- gone. Locks are taken in one order: reports, attachments, then what their owners use.

-- A file as the contract shows it.
create or replace function attachment_shown(a attachments) returns jsonb language sql immutable as $$
  select jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.bytes,
                            'createdAt', a.created_at)
$$;

-- Adds to what somebody uses; null, and nothing is added, where that would be more than p_most.
create or replace function use_space(p_user bigint, p_bytes bigint, p_most bigint) returns bigint
language plpgsql as $$
declare v_bytes bigint;
begin
  insert into attachment_spaces (user_id) values (p_user) on conflict do nothing;
  update attachment_spaces set bytes = bytes + p_bytes
   where user_id = p_user and (p_bytes <= 0 or bytes + p_bytes <= p_most) returning bytes into v_bytes;
  return v_bytes;
end $$;

-- Sets room aside for a file that the actor is about to send. outcome: done, full, or busy, where p_most_coming are coming
-- that have begun after p_since.
create or replace function begin_attachment(
  p_ctx call_context, p_bytes bigint, p_most_bytes bigint, p_most_coming integer, p_since timestamptz,
  out outcome text, out id uuid)
language plpgsql as $$
begin
  if use_space(p_ctx.actor_id, p_bytes, p_most_bytes) is null then outcome := 'full'; return; end if;
  -- The lock on what they use lets those of one user count one after another.
  if (select count(*) from attachments a where a.owner_id = p_ctx.actor_id and a.state = 'coming'
         and a.created_at > p_since) >= p_most_coming then
    perform use_space(p_ctx.actor_id, -p_bytes, null);
    outcome := 'busy'; return;
  end if;
  insert into attachments as a (owner_id, state, bytes, created_at)
  values (p_ctx.actor_id, 'coming', p_bytes, p_ctx.at) returning a.id into begin_attachment.id;
  outcome := 'done';
end $$;

-- Writes down what has come, once it is in the store. outcome: done, full (it has become larger than what was set
-- aside), or gone, where it was given up meanwhile.
create or replace function keep_attachment(
  p_ctx call_context, p_id uuid, p_name text, p_type text, p_bytes bigint, p_sha256 text, p_most_bytes bigint,
  out outcome text, out attachment jsonb)
language plpgsql as $$
declare a attachments;
begin
  select * into a from attachments
   where id = p_id and owner_id = p_ctx.actor_id and state = 'coming' for no key update;
  if not found then outcome := 'gone'; return; end if;
  if use_space(a.owner_id, p_bytes - a.bytes, p_most_bytes) is null then outcome := 'full'; return; end if;
  update attachments set state = 'loose', name = p_name, type = p_type, bytes = p_bytes,
         sha256 = decode(p_sha256, 'hex'), created_at = p_ctx.at
   where id = p_id returning * into a;
  attachment := attachment_shown(a);
  outcome := 'done';
end $$;

-- Takes a file, which is locked, from its owner. Its file is removed later.
create or replace function remove_attachment(a attachments) returns void language plpgsql as $$
begin
  update attachments set state = 'removed' where id = a.id;
  perform use_space(a.owner_id, -a.bytes, null);
end $$;

-- Gives room back that was set aside, where its file has not been kept.
create or replace function drop_attachment(p_ctx call_context, p_id uuid, out dropped boolean)
language plpgsql as $$
declare a attachments;
begin
  select * into a from attachments
   where id = p_id and owner_id = p_ctx.actor_id and state = 'coming' for no key update;
  dropped := found;
  if dropped then perform remove_attachment(a); end if;
end $$;

-- For whoever is about to send a message with a file: locks it, and returns it as the contract shows it; null where it is
-- none of the sender's that can still be sent. attach_file follows in the same transaction.
create or replace function claim_attachment(p_ctx call_context, p_id uuid) returns jsonb
language plpgsql as $$
declare a attachments;
begin
  select * into a from attachments
   where id = p_id and owner_id = p_ctx.actor_id and state = 'loose' for no key update;
  return case when found then attachment_shown(a) end;
end $$;

-- Attaches a file that is claimed to a message that has been stored.
create or replace function attach_file(
  p_ctx call_context, p_id uuid, p_conversation text, p_message bigint)
returns void language plpgsql as $$
begin
  update attachments set state = 'attached', conversation = p_conversation, message_id = p_message
   where id = p_id and owner_id = p_ctx.actor_id and state = 'loose';
  if not found then raise exception 'attachment % was not claimed', p_id; end if;
end $$;

-- Takes away a file of the actor's that is in no message yet. outcome: done, unknown or sent.
create or replace function discard_attachment(p_ctx call_context, p_id uuid, out outcome text)
language plpgsql as $$
declare a attachments;
begin
  select * into a from attachments where id = p_id and owner_id = p_ctx.actor_id
     and state in ('loose', 'attached') for no key update;
  outcome := case when not found then 'unknown' when a.state = 'attached' then 'sent' else 'done' end;
  if outcome = 'done' then perform remove_attachment(a); end if;
end $$;

-- Takes away the file of a message that is deleted; from everybody but staff, while it is reported.
create or replace function remove_attachment_of(p_ctx call_context, p_conversation text, p_message bigint)
returns void language plpgsql as $$
declare a attachments;
begin
  select * into a from attachments where message_id = p_message and conversation = p_conversation
     and state = 'attached' for no key update;
  if not found then return; end if;
  if a.reported then update attachments set state = 'withheld' where id = a.id;
  else perform remove_attachment(a); end if;
end $$;

-- Keeps the file of a reported message, whatever becomes of that, until it is let go. Null where there is none.
create or replace function hold_attachment_of(p_conversation text, p_message bigint) returns uuid
language sql as $$
  update attachments set reported = true
   where message_id = p_message and conversation = p_conversation and state = 'attached' returning id
$$;

-- What was kept for a report, which is settled: it goes with its message, at once where that has gone.
create or replace function let_go_of_attachment(p_id uuid) returns void language plpgsql as $$
declare a attachments;
begin
  update attachments set reported = false where id = p_id returning * into a;
  if a.state = 'withheld' then perform remove_attachment(a); end if;
end $$;

-- Whether somebody may have a file: its sender, and once it is sent, whoever is in the conversation.
create or replace function may_see_attachment(a attachments, p_user bigint) returns boolean
language sql stable as $$
  select case a.state when 'loose' then a.owner_id = p_user
                      when 'attached' then exists (
                        select from conversation_members m
                         where m.conversation = a.conversation and m.user_id = p_user) end
$$;

-- Takes away at most p_most files that were to come and did not before p_coming_before, or that no message was sent
-- with since p_loose_before. Returns them, and those taken away before whose files are still to be removed.
create or replace function sweep_attachments(
  p_ctx call_context, p_coming_before timestamptz, p_loose_before timestamptz, p_most integer,
  out ids uuid[])
language plpgsql as $$
declare a attachments; v_found uuid[];
begin
  select array_agg(id) into v_found from (
    (select id from attachments where state = 'removed' order by created_at limit p_most) union all
    (select id from attachments where state = 'coming' and created_at < p_coming_before
      order by created_at limit p_most) union all
    (select id from attachments where state = 'loose' and created_at < p_loose_before
      order by created_at limit p_most)
    limit p_most) found;
  ids := '{}';
  for a in select * from attachments where id = any (v_found) and state <> 'attached'
            order by owner_id for no key update skip locked loop
    -- It may have come, at last, since it was looked for.
    continue when a.state = 'loose' and a.created_at >= p_loose_before;
    if a.state <> 'removed' then perform remove_attachment(a); end if;
    -- What the store will not let go of comes last the next time, and keeps nothing else.
    update attachments set created_at = p_ctx.at where id = a.id;
    ids := ids || a.id;
  end loop;
end $$;
