-- What can happen to a dispute. Its offer's row lock keeps it in order with the offer's own steps.

-- Keeps the dispute in step with its offer, whose transition this is a part of.
create or replace function sync_dispute(
  p_ctx call_context, o offers, p_from text, p_event text, p_note text)
returns void language plpgsql as $$
declare v_decision text := case o.status when 'released' then 'release' else 'refund' end;
begin
  if p_event = 'offer.disputed' then
    insert into disputes (offer_id, opened_by, reason, prior_status, answer_by, created_at)
    values (o.id, p_ctx.actor_id, p_note, p_from, p_ctx.at + interval '24 hours', p_ctx.at);
    perform schedule_escalation(p_ctx, o.id);
  elsif p_from = 'disputed' then
    update disputes set decision = v_decision, note = p_note, resolved_at = p_ctx.at,
           resolved_by = case p_event when 'offer.resolved' then p_ctx.actor_id end
     where offer_id = o.id;
  end if;
  if p_event = 'offer.resolved' then
    perform record_audit(p_ctx, 'dispute.resolved', 'offer:' || o.id,
                         jsonb_build_object('outcome', v_decision, 'note', p_note));
  end if;
end $$;

-- Has the dispute looked at when the other side's time to answer is over.
create or replace function schedule_escalation(p_ctx call_context, p_offer bigint)
returns void language plpgsql as $$
begin
  perform enqueue_job(
      p_ctx, 'dispute.escalate', jsonb_build_object('offerId', offer_id), answer_by)
     from disputes where offer_id = p_offer;
end $$;

-- The other side has let its time pass: says so to both; no money moves.
-- outcome: done, early (and will come again), or over.
create or replace function escalate_dispute(
  p_ctx call_context, p_offer bigint, out outcome text, out streams text[])
language plpgsql as $$
declare o offers; d disputes;
begin
  select * into o from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  if d.offer_id is null or d.answered_at is not null or d.escalated_at is not null
     or d.resolved_at is not null then
    outcome := 'over';
  elsif d.answer_by > p_ctx.at then
    perform schedule_escalation(p_ctx, p_offer);
    outcome := 'early';
  else
    update disputes set escalated_at = p_ctx.at where offer_id = p_offer;
    perform record_offer_event(p_ctx, p_offer, 'offer.escalated', 'both');
    streams := offer_streams(o);
    outcome := 'done';
  end if;
end $$;

-- Adds a 'statement' (by the sides and staff, while the offer is disputed) or a 'note' (by staff,
-- also afterwards). The first statement of the other side is its answer. Both sides hear of it.
-- outcome: done, unknown, not_yours or over.
create or replace function add_dispute_entry(
  p_ctx call_context, p_offer bigint, p_kind text, p_body text,
  out outcome text, out entry jsonb, out streams text[])
language plpgsql as $$
declare o offers; d disputes; v_side boolean; v_id bigint;
begin
  select * into o from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  v_side := coalesce(p_ctx.actor_id in (o.seller_id, o.buyer_id), false);
  outcome := case when o.id is null then 'unknown'
                  when p_kind = 'note' and v_side then 'not_yours'
                  when not (v_side or p_ctx.is_staff) then 'not_yours'
                  when d.offer_id is null then 'unknown'
                  when p_kind = 'statement' and d.resolved_at is not null then 'over' end;
  if outcome is not null then return; end if;
  insert into dispute_entries (offer_id, author_id, kind, body, created_at)
  values (p_offer, p_ctx.actor_id, p_kind, p_body, p_ctx.at) returning id into v_id;
  if v_side and p_ctx.actor_id <> d.opened_by then
    update disputes set answered_at = p_ctx.at where offer_id = p_offer and answered_at is null;
  end if;
  if not v_side then
    perform record_audit(p_ctx, 'dispute.' || p_kind || '_added', 'offer:' || p_offer,
                         jsonb_build_object('entry', v_id));
  end if;
  if p_kind = 'statement' then
    perform record_offer_event(p_ctx, p_offer, 'offer.statement', null);
    streams := offer_streams(o);
  end if;
  select to_jsonb(v) - 'offerId' into entry from dispute_entry_view v where v.id = v_id;
  outcome := 'done';
end $$;

-- Gives a dispute to a member of staff (their UUID or number).
-- outcome: done, unknown, not_yours, over or not_staff.
create or replace function assign_dispute(
  p_ctx call_context, p_offer bigint, p_user text, out outcome text, out dispute jsonb)
language plpgsql as $$
declare o offers; d disputes; v_user bigint;
begin
  select * into o from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  select id into v_user from users
   where id = find_user(p_user) and is_staff and is_active and id not in (o.seller_id, o.buyer_id);
  outcome := case when d.offer_id is null then 'unknown'
                  when p_ctx.actor_id in (o.seller_id, o.buyer_id) then 'not_yours'
                  when d.resolved_at is not null then 'over'
                  when v_user is null then 'not_staff' end;
  if outcome is not null then return; end if;
  update disputes set assigned_to = v_user where offer_id = p_offer;
  perform record_audit(p_ctx, 'dispute.assigned', 'offer:' || p_offer,
                       jsonb_build_object('userId', v_user));
  select to_jsonb(v) into dispute from dispute_view v where v."offerId" = p_offer;
  outcome := 'done';
end $$;
