-- Where users are told. Locks are taken in one order: the user's stream, the endpoint, its queue.

-- Has a user's stream followed from now on. Returns its head, and keeps it locked: who changes the
-- endpoints of one user goes one after another.
create or replace function follow_for_webhooks(p_user bigint) returns bigint language plpgsql as $$
declare v_head bigint := follow_stream('user:' || p_user, true);
begin
  -- What others of theirs have not been told yet is still to be read.
  insert into webhook_followers as f (user_id, seq) values (p_user, v_head)
  on conflict (user_id) do update set seq = coalesce(f.seq, excluded.seq);
  return v_head;
end $$;

-- Lets a user's stream be, where no endpoint of theirs is to be told anything.
create or replace function rest_from_webhooks(p_ctx call_context, p_user bigint)
returns void language plpgsql as $$
begin
  perform follow_stream('user:' || p_user, false);
  if exists (select from webhook_endpoints
              where user_id = p_user and off_reason is null and deleted_at is null) then
    perform follow_stream('user:' || p_user, true);
  else
    update webhook_followers set seq = null where user_id = p_user;
  end if;
end $$;

-- Counts what a user asks to have sent. outcome: done, or limited (seconds: when they may ask again).
create or replace function ask_webhooks(
  p_ctx call_context, p_most integer, out outcome text, out seconds integer)
language plpgsql as $$
declare f webhook_followers;
begin
  update webhook_followers set
         asked = case when asked_since > p_ctx.at - interval '1 hour' then asked + 1 else 1 end,
         asked_since = case when asked_since > p_ctx.at - interval '1 hour' then asked_since
                            else p_ctx.at end
   where user_id = p_ctx.actor_id
     and (asked < p_most or asked_since is null or asked_since <= p_ctx.at - interval '1 hour');
  outcome := case when found then 'done' else 'limited' end;
  if outcome = 'limited' then
    select * into f from webhook_followers where user_id = p_ctx.actor_id;
    seconds := ceil(extract(epoch from f.asked_since + interval '1 hour' - p_ctx.at));
  end if;
end $$;

-- Switches an endpoint off by itself, and tells its owner.
create or replace function switch_webhook_off(
  p_ctx call_context, p_endpoint bigint, p_reason text, out streams text[])
language plpgsql as $$
declare e webhook_endpoints;
begin
  select * into e from webhook_endpoints where id = p_endpoint;
  -- The stream comes before the endpoint, as everywhere.
  perform follow_stream('user:' || e.user_id, true);
  update webhook_endpoints set off_reason = p_reason, updated_at = p_ctx.at
   where id = p_endpoint and off_reason is null and deleted_at is null returning * into e;
  if not found then return; end if;
  streams := record_event(
    p_ctx, array['user:' || e.user_id], 'webhook.switched_off',
    jsonb_build_object('id', e.id, 'url', e.url, 'reason', p_reason));
  perform notify(
    p_ctx, e.user_id, 'WEBHOOK_SWITCHED_OFF', 'Webhook switched off',
    case p_reason when 'gone' then 'It answered that it is gone: '
                  else 'Nothing has arrived there for five days: ' end || e.url,
    jsonb_build_object('webhookId', 'webhook_' || e.id));
  perform enqueue_mail(p_ctx, e.user_id, 'webhook.switched_off',
                       jsonb_build_object('url', e.url, 'reason', p_reason));
end $$;
