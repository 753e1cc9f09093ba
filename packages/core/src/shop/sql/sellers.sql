-- A seller as the shop shows them; amounts as text, so that no digit is lost.
create or replace view seller_view as
select s.id, s.user_id as "userId", s.store_name as "storeName", s.description, s.category,
       to_char(s.rating, 'FM0.0') as rating, s.review_count as "reviewCount",
       s.total_sales as "totalSales", trim_scale(s.total_revenue)::text as "totalRevenue",
       s.response_time as "responseTime", s.joined_at as "joinedAt", s.updated_at as "updatedAt",
       s.product_count as products, s.is_verified as "isVerified", u.username,
       u.avatar, l.at as "seenAt"
  from sellers s
       -- One by one: of few sellers PostgreSQL would read the users in their order.
       cross join lateral (select u.username, avatar_of(u) as avatar from users u
                            where u.id = s.user_id limit 1) u
       left join last_seen l on l.user_id = s.user_id;

-- Notes that staff have verified a seller, or no longer do. Of a member of staff two must want it.
-- outcome: done, waits or unknown.
create or replace function verify_seller(
  p_ctx call_context, p_seller bigint, p_verified boolean, out outcome text)
language plpgsql as $$
declare
  v_action text := case when p_verified then 'seller.verified' else 'seller.unverified' end;
  v_user bigint;
begin
  select user_id into v_user from sellers where id = p_seller;
  if v_user is null then outcome := 'unknown'; return; end if;
  if takes_two(p_ctx, v_user)
     and not is_confirmed(p_ctx, v_action, 'seller:' || p_seller, '{}') then
    outcome := 'waits'; return;
  end if;
  update sellers set is_verified = p_verified, updated_at = p_ctx.at
   where id = p_seller and is_verified <> p_verified;
  perform record_audit(p_ctx, v_action, 'seller:' || p_seller, '{}');
  outcome := 'done';
end $$;
