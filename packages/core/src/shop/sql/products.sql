-- A product with its seller as the shop shows them; amounts as text, so that no digit is lost.
create or replace view product_view as
select p.id, p.seller_id as "sellerId", p.owner_id as "ownerId", p.name, p.description,
       trim_scale(p.price_btc)::text as "priceBtc", trim_scale(p.price_eur)::text as "priceEur",
       p.category, p.images, p.tags, p.in_stock and p.stock_quantity > 0 and not exists (
         select from user_restrictions r where r.user_id = p.owner_id and r.what = 'trade:btc')
         as "inStock",
       p.stock_quantity as "stockQuantity", p.delivery_time as "deliveryTime",
       p.digital_product as "digitalProduct", p.download_url as "downloadUrl", p.specifications,
       p.is_active and u.is_active as "isShown", p.is_active as "isActive",
       to_char(p.rating, 'FM0.0') as rating, p.review_count as "reviewCount",
       coalesce(v.views, 0) as "viewCount", p.sales_count as "salesCount",
       p.created_at as "createdAt", p.updated_at as "updatedAt",
       s.store_name as "storeName", s.description as "sellerDescription",
       to_char(s.rating, 'FM0.0') as "sellerRating", s.review_count as "sellerReviewCount",
       s.total_sales as "totalSales", trim_scale(s.total_revenue)::text as "totalRevenue",
       s.response_time as "responseTime", s.is_verified as "isVerified", u.username,
       u.avatar, l.at as "seenAt"
  from products p
       -- One by one: of few products PostgreSQL would read sellers and users in their order.
       cross join lateral (select * from sellers s where s.id = p.seller_id limit 1) s
       cross join lateral (select u.username, u.is_active, avatar_of(u) as avatar from users u
                            where u.id = p.owner_id limit 1) u
       left join product_views v on v.product_id = p.id
       left join last_seen l on l.user_id = p.owner_id;

-- Whether somebody has paid for a product, and may have what is to be downloaded.
create or replace function has_bought(p_user bigint, p_product bigint) returns boolean
language sql stable as $$
  select exists (
    select from order_items i join orders o on o.id = i.order_id
           join order_parts p on p.order_id = i.order_id and p.seller_id = i.seller_id
     where i.buyer_id = p_user and i.product_id = p_product and p.refunded_btc < p.amount_btc and p.state <> 'CANCELLED'
       and o.status in ('PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'COMPLETED'))
$$;

-- Whether somebody has a product of which the seller was paid through Souk, and not all of it given back,
-- and may say how it was: what is paid elsewhere anybody could say of anything.
create or replace function has_completed(p_user bigint, p_product bigint) returns boolean
language sql stable as $$
  select exists (
    select from order_items i
           join order_parts p on p.order_id = i.order_id and p.seller_id = i.seller_id
     where i.buyer_id = p_user and i.product_id = p_product and is_earned(p))
$$;
