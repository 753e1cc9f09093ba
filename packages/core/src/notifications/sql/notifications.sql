-- Of what a notification tells, as users switch it on and off: by the first word of its type.
create or replace function notification_kind(p_type text) returns text language sql immutable as $$
  select case split_part(p_type, '_', 1)
    when 'TRADE' then 'trades' when 'OFFER' then 'offers' when 'ROOM' then 'offers'
    when 'DEPOSIT' then 'wallet' when 'WITHDRAWAL' then 'wallet'
    when 'ORDER' then 'orders' when 'ESCROW' then 'escrow' when 'TICKET' then 'support'
    when 'REQUEST' then 'requests'
    else 'other' end
$$;

-- A notification as the contract shows it, but for whether it has been read.
create or replace view notification_view as
select user_id, id, type, title, message, data, created_at as "createdAt", is_read from notifications;

-- Whether somebody has been told enough of what an actor does, of this kind: of their last unread ones
-- twenty within the hour. What has happened is in their lists and events all the same.
create or replace function is_told_enough(p_ctx call_context, p_user bigint, p_type text)
returns boolean language plpgsql stable as $$
begin
  return 20 <= (select count(*) from (
      select type, actor_id, created_at from notifications
       where user_id = p_user and not is_read order by id desc limit 100) latest
    where latest.actor_id = p_ctx.actor_id and latest.type = p_type
      and latest.created_at > p_ctx.at - interval '1 hour');
end $$;

-- Tells a user what somebody else has done: never the actor, nor who has switched such things off, nor of
-- the same over and over. The event that it is about comes first, recorded in the user's stream too: by that
-- lock whoever tells the same people goes one after another.
create or replace function notify(
  p_ctx call_context, p_user bigint, p_type text, p_title text, p_message text, p_data jsonb)
returns void language plpgsql as $$
declare v_id bigint; v_unread bigint;
begin
  if p_user is null or p_user = p_ctx.actor_id then return; end if;
  select unread into v_unread from notification_inboxes where user_id = p_user;
  if v_unread >= 20 and is_told_enough(p_ctx, p_user, p_type) then return; end if;
  insert into notification_inboxes as known (user_id, unread) values (p_user, 1)
  on conflict (user_id) do update set unread = known.unread + 1
   where known.muted = '{}' or notification_kind(p_type) <> all (known.muted);
  if not found then return; end if;
  insert into notifications (user_id, type, title, message, data, actor_id, created_at)
  values (p_user, p_type, p_title, p_message, p_data, p_ctx.actor_id, p_ctx.at) returning id into v_id;
  perform record_event(p_ctx, array['user:' || p_user], 'notification.created', jsonb_build_object(
    'id', v_id, 'type', p_type, 'title', p_title, 'message', p_message, 'data', p_data,
    'isRead', false, 'createdAt', p_ctx.at));
end $$;

-- Marks those of the actor's notifications as read, or without any all of them. What is told meanwhile
-- waits for the inbox, and gets a greater id.
create or replace function read_notifications(
  p_ctx call_context, p_ids bigint[], out updated bigint, out unread bigint)
language plpgsql as $$
declare v_inbox notification_inboxes;
begin
  updated := 0; unread := 0;
  select * into v_inbox from notification_inboxes where user_id = p_ctx.actor_id for no key update;
  if not found then return; end if;
  if p_ids is null then
    updated := v_inbox.unread;
    v_inbox.read_up_to := coalesce(
      (select max(id) from notifications where user_id = p_ctx.actor_id), v_inbox.read_up_to);
  else
    with now_read as (
      update notifications set is_read = true
       where user_id = p_ctx.actor_id and id = any (p_ids) and id > v_inbox.read_up_to and not is_read
      returning 1)
    select count(*) into updated from now_read;
  end if;
  unread := v_inbox.unread - updated;
  update notification_inboxes i set unread = read_notifications.unread, read_up_to = v_inbox.read_up_to
   where i.user_id = p_ctx.actor_id;
end $$;

-- Removes at most p_most of what was read before p_read, and of what nobody has read since p_unread. It
-- waits for no inbox, for others may hold one of those it has already: they come the next time.
create or replace function remove_notifications(
  p_ctx call_context, p_read timestamptz, p_unread timestamptz, p_most integer, out removed bigint)
language plpgsql as $$
declare v_inboxes bigint[];
begin
  select array_agg(user_id) into v_inboxes from (
    select user_id from notification_inboxes where user_id in (
      select user_id from notifications where created_at < p_unread limit p_most)
      for no key update skip locked) locked;
  with old as (
    select n.user_id, n.id, n.is_read or n.id <= i.read_up_to as is_read
      from notifications n join notification_inboxes i using (user_id)
     where n.created_at < p_read
       and (n.is_read or n.id <= i.read_up_to
            or (n.created_at < p_unread and n.user_id = any (v_inboxes)))
     limit p_most),
  gone as (
    delete from notifications n using old where n.user_id = old.user_id and n.id = old.id
    returning n.user_id, old.is_read),
  counted as (
    update notification_inboxes i set unread = greatest(i.unread - g.unread, 0)
      from (select user_id, count(*) as unread from gone where not is_read group by user_id) g
     where i.user_id = g.user_id)
  select count(*) into removed from gone;
end $$;
