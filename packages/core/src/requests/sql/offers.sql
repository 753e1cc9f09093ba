-- What users with a store offer on requests.

-- An offer as the contract shows it, but for the price of its product in EUR, and what time makes of it.
create or replace view request_offer_view as
select o.id, o.request_id as "requestId", r.user_id as "askerId", o.seller_id as "sellerId",
       u.person as seller, o.product_id as "productId",
       (select jsonb_build_object('id', p.id, 'name', p.name, 'image', p.images[1],
                 'priceBtc', trim_scale(p.price_btc)::text, 'priceEur', trim_scale(p.price_eur)::text)
          from products p where p.id = o.product_id and p.is_active) as product,
       trim_scale(o.price)::text as price, o.message, o.status,
       case r.status when 'OPEN' then r.expires_at end as "openUntil",
       o.created_at as "createdAt", o.updated_at as "updatedAt"
  from request_offers o join requests r on r.id = o.request_id
       cross join lateral (select request_person(u) as person from users u
                            where u.id = o.seller_id limit 1) u;

-- Offers something on a request. p_most is how many offers may wait on one, p_most_each how many somebody may
-- ever make on one. outcome: done, unknown, no_store, own_request, not_yours (the product is another's, or
-- gone), blocking or blocked (writing_refused), not_open (status says why), offered_before, too_many.
create or replace function create_request_offer(
  p_ctx call_context, p_request bigint, p_price numeric, p_message text, p_product bigint,
  p_most integer, p_most_each integer,
  out outcome text, out status text, out offer bigint, out streams text[])
language plpgsql as $$
#variable_conflict use_column
declare r requests; v_me bigint := p_ctx.actor_id;
begin
  select * into r from requests where id = p_request for no key update;
  status := request_status(r, p_ctx.at);
  outcome := case
    when r.id is null or r.status = 'DELETED'
         or not exists (select from users where id = r.user_id and is_active) then 'unknown'
    when r.user_id = v_me then 'own_request'
    when not exists (select from sellers where user_id = v_me) then 'no_store'
    when p_product is not null and not exists (
      select from products where id = p_product and owner_id = v_me and is_active) then 'not_yours'
    when status <> 'OPEN' then 'not_open'
    else writing_refused(v_me, r.user_id) end;
  if outcome is not null then return; end if;
  outcome := case
    when exists (select from request_offers
                  where request_id = r.id and seller_id = v_me and status = 'PENDING') then 'offered_before'
    when p_most_each <= (select count(*) from (select from request_offers
      where request_id = r.id and seller_id = v_me limit p_most_each) made) then 'too_many'
    when p_most <= (select count(*) from (select from request_offers
      where request_id = r.id and status = 'PENDING' limit p_most) waiting) then 'too_many' end;
  if outcome is not null then return; end if;
  insert into request_offers (request_id, seller_id, product_id, price, message, created_at, updated_at)
  values (r.id, v_me, p_product, p_price, p_message, p_ctx.at, p_ctx.at) returning id into offer;
  streams := hold_users(array[r.user_id]);
  perform tell_of_request(p_ctx, array[r.user_id], 'REQUEST_OFFERED',
    (select username from users where id = v_me) || ' offers something for "' || r.title || '"',
    jsonb_build_object('requestId', r.id, 'offerId', offer));
  outcome := 'done';
end $$;

-- Applies the rule that fits an offer's status and the actor's role. One that is accepted fulfils its request,
-- and the others that wait are rejected. outcome: done, unknown, refused (no rule fits; role and status
-- say why) or gone (who has made it was banned).
create or replace function transition_request_offer(
  p_ctx call_context, p_offer bigint, p_action text, p_when text[], p_to text[],
  out outcome text, out role text, out status text, out streams text[])
language plpgsql as $$
#variable_conflict use_column
declare r requests; o request_offers; v_rule integer; v_others bigint[] := '{}';
begin
  select * into r from requests
   where id = (select request_id from request_offers where id = p_offer) for no key update;
  select * into o from request_offers where id = p_offer for no key update;
  role := case p_ctx.actor_id when r.user_id then 'asker' when o.seller_id then 'seller' else 'other' end;
  if o.id is null or r.status = 'DELETED' or role = 'other' then outcome := 'unknown'; return; end if;
  status := case when o.status = 'PENDING' and request_status(r, p_ctx.at) <> 'OPEN' then 'REJECTED'
                 else o.status end;
  v_rule := array_position(p_when, status || '/' || role);
  outcome := case when v_rule is null then 'refused'
                  when p_action = 'accept' and not exists (
                    select from users where id = o.seller_id and is_active) then 'gone' end;
  if outcome is not null then return; end if;

  update request_offers set status = p_to[v_rule], updated_at = p_ctx.at where id = o.id;
  if p_action = 'accept' then
    update requests set status = 'FULFILLED', updated_at = p_ctx.at where id = r.id;
    v_others := reject_waiting_offers(p_ctx, r.id, o.id);
  end if;
  status := p_to[v_rule];
  streams := hold_users(v_others || array[r.user_id, o.seller_id]);
  perform tell_of_request(p_ctx, array[r.user_id, o.seller_id], 'REQUEST_OFFER_' || status,
    'The offer for "' || r.title || '" was ' || lower(status),
    jsonb_build_object('requestId', r.id, 'offerId', o.id));
  perform tell_of_request(p_ctx, v_others, 'REQUEST_ENDED', '"' || r.title || '" is open no more',
    jsonb_build_object('requestId', r.id));
  outcome := 'done';
end $$;
