-- Questions to staff. Locks are taken in one order: the ticket, its conversation, the event streams.

-- A ticket as the contract shows it.
create or replace view ticket_view as
select t.id, t.user_id as "userId", t.subject, t.content, t.status, t.priority, t.category,
       t.created_at as "createdAt", t.updated_at as "updatedAt", t.resolved_at as "resolvedAt",
       jsonb_build_object('username', u.username, 'avatar', avatar_of(u)) as "user",
       t.assignee_id as "assigneeId"
  from tickets t join users u on u.id = t.user_id;

-- Its own, that of whoever asked, and of whoever of staff looks after it. All staff hear by the outbox.
create or replace function ticket_streams(t tickets) returns text[] language sql immutable as $$
  select array_remove(array['ticket:' || t.id, 'user:' || t.user_id, 'user:' || t.assignee_id], null)
$$;

-- Has all staff hear of what was recorded of a ticket last.
create or replace function tell_staff(t tickets) returns void language plpgsql as $$
begin
  perform put_in_outbox('staff:tickets', array[heads_of(array['ticket:' || t.id])]);
end $$;

-- What the actor is to a ticket; a member of staff who has asked is only that.
create or replace function ticket_role(p_ctx call_context, t tickets) returns text
language sql immutable as $$
  select case when p_ctx.actor_id = t.user_id then 'owner'
              when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Records what became of a ticket. Returns it.
create or replace function record_ticket_event(p_ctx call_context, t tickets, p_event text)
returns jsonb language plpgsql as $$
declare v_ticket jsonb := (select to_jsonb(v) from ticket_view v where v.id = t.id);
begin
  perform record_event(p_ctx, ticket_streams(t), p_event, v_ticket);
  perform tell_staff(t);
  return v_ticket;
end $$;

-- The members of its conversation: whoever asked, and whoever looks after it.
create or replace function ticket_members(t tickets) returns bigint[] language sql immutable as $$
  select array_remove(array[t.user_id, t.assignee_id], null)
$$;

-- What a message says of its ticket, and its event of the session that it came from.
create or replace function about_ticket(t tickets, p_sender bigint, p_session text) returns jsonb
language sql immutable as $$
  select jsonb_build_object('ticketId', t.id, 'isStaff', p_sender <> t.user_id, 'session', p_session)
$$;

-- Stores a message about a ticket. Returns it.
create or replace function add_ticket_message(
  p_ctx call_context, t tickets, p_body text, p_session text)
returns jsonb language plpgsql as $$
declare v_message jsonb;
begin
  select m.message into v_message from post_message(
    p_ctx, 'ticket:' || t.id, ticket_members(t), ticket_streams(t),
    about_ticket(t, p_ctx.actor_id, p_session), p_ctx.actor_id, 'ticket.message', p_body,
    p_is_kept => true) m;
  perform tell_staff(t);
  return v_message;
end $$;

-- Asks staff something. p_leads: what the category may be called.
create or replace function open_ticket(
  p_ctx call_context, p_subject text, p_content text, p_priority text, p_category text,
  p_leads text[], p_session text default null,
  out ticket jsonb, out streams text[])
language plpgsql as $$
declare t tickets;
begin
  insert into tickets (user_id, subject, content, priority, category, created_at, updated_at)
  values (p_ctx.actor_id, p_subject, p_content, p_priority, p_category, p_ctx.at, p_ctx.at)
  returning * into t;
  insert into ticket_leads (ticket_id, lead, user_id, status, priority)
  select t.id, lead, t.user_id, t.status, t.priority from unnest(p_leads) lead;
  ticket := record_ticket_event(p_ctx, t, 'ticket.opened');
  perform add_ticket_message(p_ctx, t, p_content, p_session);
  streams := ticket_streams(t) || array['outbox'];
end $$;

-- Notes how a ticket stands where lists by its category look for it.
create or replace function note_ticket_state(t tickets) returns void language plpgsql as $$
begin
  update ticket_leads set status = t.status, priority = t.priority, assignee_id = t.assignee_id
   where ticket_id = t.id
     and (status, priority, assignee_id) is distinct from (t.status, t.priority, t.assignee_id);
end $$;

-- Writes a step of a ticket that is locked.
create or replace function move_ticket(p_ctx call_context, p_ticket bigint, p_to text)
returns tickets language plpgsql as $$
declare t tickets;
begin
  update tickets set status = p_to, updated_at = p_ctx.at,
         resolved_at = case when p_to in ('RESOLVED', 'CLOSED') then coalesce(resolved_at, p_ctx.at) end
   where id = p_ticket returning * into t;
  perform note_ticket_state(t);
  return t;
end $$;

-- Adds a message, where a rule fits the ticket's status and the actor's role (see transition_trade); it may
-- move the ticket. outcome: done, unknown, or refused (status is as it stands, role what the actor is).
create or replace function post_ticket_message(
  p_ctx call_context, p_ticket bigint, p_body text, p_when text[], p_to text[],
  p_session text default null,
  out outcome text, out message jsonb, out status text, out role text, out streams text[])
language plpgsql as $$
declare t tickets; v_rule integer;
begin
  select * into t from tickets where id = p_ticket for no key update;
  role := ticket_role(p_ctx, t); status := t.status;
  if t.id is null or role = 'other' then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, t.status || '/' || role);
  if v_rule is null then outcome := 'refused'; return; end if;
  message := add_ticket_message(p_ctx, t, p_body, p_session);
  t := move_ticket(p_ctx, t.id, p_to[v_rule]);
  if t.status <> status then perform record_ticket_event(p_ctx, t, 'ticket.changed'); end if;
  perform tell_of_ticket_message(p_ctx, t, message -> 'id', nullif(t.status, status));
  streams := ticket_streams(t) || array['outbox'];
  outcome := 'done';
end $$;

-- Adds several messages at once, as `post_ticket_message` does each. Of those that are not as most are (who may not
-- write, a ticket that is moved by it or whose members are to change) the message is null, and nothing is done: they
-- are to be sent by themselves, and so are all after a second in which one ticket is held by somebody.
create or replace function post_ticket_messages(
  p_ctx call_context, p_tickets bigint[], p_senders bigint[], p_are_staff boolean[], p_addresses text[],
  p_sessions text[], p_bodies text[], p_when text[], p_to text[],
  out messages jsonb, out streams text[])
language plpgsql set lock_timeout = '1s' as $$
declare
  v_acting bigint[] := acting_users(p_senders);
  v_entries message_entry[]; v_numbers bigint[]; v_posted jsonb[]; v_places jsonb[];
begin
  perform from tickets where id = any (p_tickets) order by id for no key update;
  select array_agg(row('ticket:' || t.id, ticket_streams(t), about_ticket(t, e.sender, e.session),
           e.sender, e.body, null)::message_entry order by e.n), array_agg(e.n order by e.n)
    into v_entries, v_numbers
    from unnest(p_tickets, p_senders, p_are_staff, p_sessions, p_bodies) with ordinality
           e (ticket, sender, is_staff, session, body, n)
    join tickets t on t.id = e.ticket
   where e.sender = any (v_acting) and has_members('ticket:' || t.id, ticket_members(t))
     and p_to[array_position(p_when, t.status || '/' || ticket_role(
           row(e.sender, e.is_staff, null, null)::call_context, t))] = t.status;
  select p.messages, p.streams || array['outbox'], p.places into v_posted, streams, v_places
    from post_messages(p_ctx, 'ticket.message', coalesce(v_entries, '{}'), p_is_kept => true) p;
  perform put_in_outbox('staff:tickets', v_places);
  update tickets set updated_at = p_ctx.at where id in (select p_tickets[n] from unnest(v_numbers) n);
  perform tell_of_ticket_message(
            row(p_senders[n], p_are_staff[n], p_addresses[n], p_ctx.at)::call_context, t, message -> 'id', null)
     from unnest(v_numbers, v_posted) with ordinality p (n, message, nth) join tickets t on t.id = p_tickets[n]
    order by nth;
  messages := at_places(v_numbers, v_posted, cardinality(p_senders));
end $$;

-- Tells whoever is on a ticket's other side of a message, and writes down what staff have answered. p_status: what it
-- has moved the ticket to, if anything.
create or replace function tell_of_ticket_message(
  p_ctx call_context, t tickets, p_message jsonb, p_status text)
returns void language plpgsql as $$
begin
  if ticket_role(p_ctx, t) = 'staff' then
    perform record_audit(p_ctx, 'ticket.answered', 'ticket:' || t.id,
                         jsonb_strip_nulls(jsonb_build_object('message', p_message, 'status', p_status)));
    perform notify_ticket(p_ctx, t, t.user_id, 'ANSWERED', 'Staff have answered: ');
  else
    perform notify_ticket(p_ctx, t, t.assignee_id, 'REPLY', 'There is a new message: ');
  end if;
end $$;

-- Tells somebody of a ticket, in whose stream its event has been recorded.
create or replace function notify_ticket(
  p_ctx call_context, t tickets, p_user bigint, p_what text, p_said text)
returns void language plpgsql as $$
begin
  perform notify(p_ctx, p_user, 'TICKET_' || p_what,
                 'Support ticket ' || replace(lower(p_what), '_', ' '), p_said || t.subject,
                 jsonb_build_object('ticketId', 'ticket_' || t.id));
end $$;

-- Changes a ticket, where rules fit its status and the actor's role: p_when and p_to for the status
-- that is wanted (p_status), p_edits for what else there is to it. Only what is given changes; p_assigns says
-- whether p_assignee is. outcome: done, unknown, no_staff (nobody to look after it), or refused.
create or replace function change_ticket(
  p_ctx call_context, p_ticket bigint, p_status text, p_priority text, p_assigns boolean,
  p_assignee bigint, p_when text[], p_to text[], p_edits text[],
  out outcome text, out ticket jsonb, out status text, out role text, out streams text[])
language plpgsql as $$
declare t tickets; was tickets; v_rule integer;
begin
  select * into t from tickets where id = p_ticket for no key update;
  was := t; role := ticket_role(p_ctx, t); status := t.status;
  if t.id is null or role = 'other' then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, t.status || '/' || role);
  outcome := case
    when p_status is not null and v_rule is null then 'refused'
    when (p_priority is not null or p_assigns)
         and array_position(p_edits, t.status || '/' || role) is null then 'refused'
    when p_assignee is not null and not exists (
         select from users where id = p_assignee and id <> t.user_id and is_staff and is_active)
      then 'no_staff' end;
  if outcome is not null then return; end if;
  if p_to[v_rule] <> t.status then t := move_ticket(p_ctx, t.id, p_to[v_rule]); end if;
  update tickets set priority = coalesce(p_priority, priority),
         assignee_id = case when p_assigns then p_assignee else assignee_id end
   where id = t.id returning * into t;
  if (t.status, t.priority, t.assignee_id) is not distinct from
     (was.status, was.priority, was.assignee_id) then
    select to_jsonb(v) into ticket from ticket_view v where v.id = t.id;
  else
    update tickets set updated_at = p_ctx.at where id = t.id;
    perform note_ticket_state(t);
    ticket := record_ticket_event(p_ctx, t, 'ticket.changed');
    streams := ticket_streams(t) || array['outbox'];
    perform tell_of_ticket(p_ctx, was, t, role);
  end if;
  outcome := 'done';
end $$;

-- Writes down what staff have changed, and tells whom it concerns.
create or replace function tell_of_ticket(p_ctx call_context, was tickets, t tickets, p_role text)
returns void language plpgsql as $$
begin
  if p_role = 'staff' then
    perform record_audit(p_ctx, 'ticket.changed', 'ticket:' || t.id, jsonb_strip_nulls(
      jsonb_build_object(
        'status', nullif(t.status, was.status), 'priority', nullif(t.priority, was.priority),
        'assignee', case when t.assignee_id is distinct from was.assignee_id
                         then coalesce(t.assignee_id::text, 'nobody') end)));
  end if;
  if t.status <> was.status then
    perform notify_ticket(p_ctx, t, case p_role when 'staff' then t.user_id else t.assignee_id end,
                          t.status, 'This is now ' || replace(lower(t.status), '_', ' ') || ': ');
  end if;
  if t.assignee_id is distinct from was.assignee_id then
    perform notify_ticket(p_ctx, t, t.assignee_id, 'ASSIGNED', 'You are to look after this: ');
  end if;
end $$;
