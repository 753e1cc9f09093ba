-- Orders of the shop, and the escrow that pays for them (document 3). No foreign key leads to users, products,
-- accounts or holds: what many orders share is not to be locked by each of them.

create table orders (
  id                bigint generated always as identity primary key,
  buyer_id          bigint not null,
  status            text not null check (status in ('PENDING', 'PAID', 'CONFIRMED', 'SHIPPED',
                    'DELIVERED', 'COMPLETED', 'CANCELLED', 'REFUNDED')),
  total_btc         numeric(28,8) not null check (total_btc > 0),
  total_eur         numeric(28,2) check (total_eur >= 0),
  -- What the buyer says that they have paid by, outside Souk; confirmed by a seller who has seen it.
  payment_hash      text,
  payment_confirmed boolean not null default false,
  -- Until when it has to be paid; moved on when Souk itself was away.
  expires_at        timestamptz not null,
  paid_at           timestamptz,
  completed_at      timestamptz,
  -- Whether what it sold is in the sums of products and sellers, which a job adds up.
  is_counted        boolean not null default false,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  check ((status = 'COMPLETED') = (completed_at is not null))
) with (fillfactor = 80);
create index orders_buyer on orders (buyer_id, id);
create index orders_buyer_status on orders (buyer_id, status, id);
create index orders_pending on orders (expires_at) where status = 'PENDING';
create index orders_paid on orders (buyer_id, paid_at, id) where paid_at is not null;

-- What an order has of a product, at the price of a piece as it was then.
create table order_items (
  id         bigint generated always as identity primary key,
  order_id   bigint not null references orders,
  buyer_id   bigint not null,
  product_id bigint not null,
  -- The user who sells it, as everywhere here; not the number of their store.
  seller_id  bigint not null,
  quantity   integer not null check (quantity > 0),
  price_btc  numeric(28,8) not null check (price_btc > 0),
  price_eur  numeric(28,2) check (price_eur >= 0)
);
create index order_items_order on order_items (order_id, id);
create index order_items_bought on order_items (buyer_id, product_id);

-- What an order has of one seller: what they are to get, and how far they are with it.
create table order_parts (
  order_id      bigint not null references orders,
  seller_id     bigint not null,
  buyer_id      bigint not null,
  amount_btc    numeric(28,8) not null check (amount_btc > 0),
  fee_btc       numeric(28,8) not null check (fee_btc >= 0 and fee_btc <= amount_btc),
  state         text not null default 'WAITING'
                check (state in ('WAITING', 'CONFIRMED', 'SHIPPED', 'REFUNDED')),
  -- What of it has gone back to the buyer; less than all of it only by a decision of staff.
  refunded_btc  numeric(28,8) not null default 0 check (refunded_btc between 0 and amount_btc),
  hold_id       bigint unique,
  confirmed_at  timestamptz,
  -- When its hold was paid out or given back.
  settled_at    timestamptz,
  -- As the order and its escrow have them: a seller's lists go by them.
  order_status  text not null,
  escrow_id     bigint,
  escrow_status text,
  primary key (order_id, seller_id)
) with (fillfactor = 80);
create index order_parts_seller on order_parts (seller_id, order_id);
create index order_parts_seller_status on order_parts (seller_id, order_status, order_id);
create index order_parts_earned on order_parts (seller_id, settled_at, order_id)
  where settled_at is not null and refunded_btc < amount_btc;
create index order_parts_refunded on order_parts (buyer_id, settled_at, order_id)
  where settled_at is not null and refunded_btc > 0;
create index order_parts_escrow on order_parts (seller_id, escrow_id) where escrow_id is not null;
create index order_parts_escrow_status on order_parts (seller_id, escrow_status, escrow_id)
  where escrow_id is not null;

create table escrows (
  id              bigint generated always as identity primary key,
  order_id        bigint not null unique references orders,
  buyer_id        bigint not null,
  status          text not null check (status in ('PENDING', 'FUNDED', 'CONFIRMED', 'RELEASED',
                  'REFUNDED', 'DISPUTED')),
  amount_btc      numeric(28,8) not null,
  amount_eur      numeric(28,2),
  -- Hashed. Whoever presents the code releases; none while the buyer has chosen none.
  code_hash       text,
  -- Codes tried, counted before each is looked at; from five on only staff decide.
  codes_tried     integer not null default 0,
  dispute_raised  boolean not null default false,
  disputed_by     bigint,
  dispute_reason  text,
  resolved_by     bigint,
  resolution      text,
  resolution_note text,
  funded_at       timestamptz,
  confirmed_at    timestamptz,
  released_at     timestamptz,
  refunded_at     timestamptz,
  disputed_at     timestamptz,
  resolved_at     timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null
) with (fillfactor = 80);
create index escrows_buyer on escrows (buyer_id, id);
create index escrows_buyer_status on escrows (buyer_id, status, id);
create index escrows_status on escrows (status, id);

create table escrow_participants (
  id        bigint generated always as identity primary key,
  escrow_id bigint not null references escrows,
  user_id   bigint not null,
  role      text not null check (role in ('BUYER', 'SELLER', 'ARBITER')),
  agreed_at timestamptz not null,
  unique (escrow_id, user_id)
);

-- Where payouts go to when their owner names no other address.
create table payout_addresses (
  user_id    bigint primary key references users,
  address    text not null,
  updated_at timestamptz not null
);

-- A user's own address for deposits of bitcoin, derived from their number.
create table deposit_addresses (
  user_id    bigint primary key references users,
  address    text not null unique,
  created_at timestamptz not null
);

select pgboss.create_queue('order.expire', '{"policy": "standard", "retryLimit": 100, "retryDelay": 1, "retryBackoff": true, "retryDelayMax": 300}');
select pgboss.create_queue('order.count', '{"policy": "standard", "retryLimit": 100, "retryDelay": 1, "retryBackoff": true, "retryDelayMax": 300}');
