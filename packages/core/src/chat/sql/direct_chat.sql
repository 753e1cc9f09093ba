-- Messages between two users. Locks are taken in one order: the pair, the thread, a file, its conversation, the event
-- streams.

-- A user as those they write with see them. The log has no e-mail addresses.
create or replace function chat_user(u users) returns jsonb language sql stable as $$
  select jsonb_build_object('id', u.id, 'uuid', u.uuid, 'username', u.username,
                            'firstName', u.first_name, 'lastName', u.last_name)
$$;

-- A thread with its two users, nothing masked yet.
create or replace view direct_thread_view as
select t.id, t.user_one, t.user_two, t.created_at as "createdAt",
       chat_user(one) || jsonb_build_object('email', one.email) as "userOne",
       chat_user(two) || jsonb_build_object('email', two.email) as "userTwo"
  from direct_threads t join users one on one.id = t.user_one join users two on two.id = t.user_two;

-- The thread that a conversation is; null for one of another kind.
create or replace function direct_thread(p_conversation text) returns bigint
language sql immutable as $$
  select case when p_conversation like 'direct:%' then substr(p_conversation, 8)::bigint end
$$;

-- Why one of two users may not write to the other; null where they may.
create or replace function writing_refused(p_from bigint, p_to bigint) returns text
language sql volatile as $$
  select case when p_to is null then 'unknown'
              when p_to = p_from then 'self'
              when exists (select from user_blocks where user_id = p_from and blocked_id = p_to)
                then 'blocking'
              when exists (select from user_blocks where user_id = p_to and blocked_id = p_from)
                then 'blocked' end
$$;

-- Held by whoever writes to another elsewhere than in their thread, together with others; by whoever blocks
-- one of the two, alone.
create or replace function pair_key(p_one bigint, p_two bigint) returns bigint language sql immutable as $$
  select hashtextextended('pair ' || least(p_one, p_two) || ' ' || greatest(p_one, p_two), 0)
$$;

create or replace function share_pair(p_one bigint, p_two bigint) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(pair_key(p_one, p_two));
end $$;

-- Sends a message; the first one begins the thread. Who blocks somebody waits for what is on its way in their
-- thread (set_block): what comes later is refused. p_attachment: a file of the sender's that goes with it.
-- outcome: done, or why not (writing_refused), or no_file.
create or replace function post_direct_message(
  p_ctx call_context, p_uid text, p_body text, p_client_id text, p_attachment uuid,
  out outcome text, out message jsonb, out is_new boolean, out streams text[])
language plpgsql as $$
declare
  v_from bigint := p_ctx.actor_id; v_to bigint := find_user(p_uid);
  v_one bigint := least(v_from, v_to); v_two bigint := greatest(v_from, v_to);
  v_thread bigint; v_file jsonb;
begin
  select id into v_thread from direct_threads where user_one = v_one and user_two = v_two for key share;
  outcome := writing_refused(v_from, v_to);
  if outcome is not null then return; end if;
  if p_attachment is not null then
    v_file := claim_attachment(p_ctx, p_attachment);
    -- Sent again under the same name, the message has its file already; the thread may be as new as that.
    if v_file is null and not exists (
         select from direct_threads t join messages m on m.conversation = 'direct:' || t.id
          where t.user_one = v_one and t.user_two = v_two
            and m.sender_id = v_from and m.client_id = p_client_id) then
      outcome := 'no_file'; return;
    end if;
  end if;
  if v_thread is null then
    insert into direct_threads (user_one, user_two, created_at) values (v_one, v_two, p_ctx.at)
    on conflict do nothing;
    select id into v_thread from direct_threads where user_one = v_one and user_two = v_two;
  end if;
  select p.message, p.is_new, p.streams into message, is_new, streams
    from post_message(
      p_ctx, 'direct:' || v_thread, array[v_from, v_to], array['chat:' || v_from, 'chat:' || v_to],
      (select jsonb_build_object('threadId', v_thread, 'sender', chat_user(f), 'receiver', chat_user(t))
         from users f, users t where f.id = v_from and t.id = v_to),
      v_from, 'direct.message', p_body, p_client_id => p_client_id,
      p_data => case when v_file is not null then jsonb_build_object('attachment', v_file) end) p;
  if is_new and v_file is not null then
    perform attach_file(p_ctx, p_attachment, 'direct:' || v_thread, (message -> 'id')::bigint);
  end if;
  outcome := 'done';
end $$;

-- Has the actor hear nothing from a user any more, or hear from them again. outcome: done, unknown or self.
create or replace function set_block(
  p_ctx call_context, p_uid text, p_blocks boolean, out outcome text)
language plpgsql as $$
declare v_user bigint := p_ctx.actor_id; v_other bigint := find_user(p_uid);
begin
  outcome := case when v_other is null then 'unknown' when v_other = v_user then 'self' else 'done' end;
  if outcome <> 'done' then return; end if;
  if not p_blocks then
    delete from user_blocks where user_id = v_user and blocked_id = v_other;
    return;
  end if;
  perform pg_advisory_xact_lock(pair_key(v_user, v_other));
  perform from direct_threads
    where user_one = least(v_user, v_other) and user_two = greatest(v_user, v_other) for update;
  insert into user_blocks (user_id, blocked_id, created_at) values (v_user, v_other, p_ctx.at)
  on conflict do nothing;
end $$;
