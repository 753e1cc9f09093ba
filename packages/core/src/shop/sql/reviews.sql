-- A review as the shop shows it.
create or replace view review_view as
select r.id, r.product_id as "productId", r.seller_id as "sellerId", r.rating, r.content, r.helpful,
       r.created_at as "createdAt", u.username, u.avatar
  from reviews r cross join lateral (select u.username, avatar_of(u) as avatar from users u
                                      where u.id = r.user_id limit 1) u;

-- Adds what a buyer says to a product, to its stars and to its seller's. Whoever reviews locks the product
-- and then its seller; orders lock no seller.
-- outcome: done, unknown, own, not_bought or again.
create or replace function review_product(
  p_ctx call_context, p_product bigint, p_rating integer, p_content text,
  out outcome text, out review bigint)
language plpgsql as $$
declare v_product products;
begin
  select * into v_product from products where id = p_product;
  outcome := case
    when v_product.id is null then 'unknown'
    when v_product.owner_id = p_ctx.actor_id then 'own'
    when not has_completed(p_ctx.actor_id, p_product)
      then case when v_product.is_active then 'not_bought' else 'unknown' end end;
  if outcome is not null then return; end if;
  insert into reviews (product_id, seller_id, user_id, rating, content, created_at)
  values (p_product, v_product.seller_id, p_ctx.actor_id, p_rating, p_content, p_ctx.at)
  on conflict on constraint reviews_once do nothing
  returning id into review;
  if review is null then outcome := 'again'; return; end if;
  update products set rating_sum = rating_sum + p_rating, review_count = review_count + 1
   where id = p_product;
  update sellers set rating_sum = rating_sum + p_rating, review_count = review_count + 1
   where id = v_product.seller_id;
  outcome := 'done';
end $$;

-- Counts one who finds a review helpful, once. outcome: done, unknown or own.
create or replace function mark_helpful(p_ctx call_context, p_review bigint, out outcome text)
language plpgsql as $$
declare v_author bigint := (select user_id from reviews where id = p_review);
begin
  outcome := case when v_author is null then 'unknown'
                  when v_author = p_ctx.actor_id then 'own' else 'done' end;
  if outcome <> 'done' then return; end if;
  insert into review_votes (review_id, user_id) values (p_review, p_ctx.actor_id)
  on conflict do nothing;
  if found then update reviews set helpful = helpful + 1 where id = p_review; end if;
end $$;
