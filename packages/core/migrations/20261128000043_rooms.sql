-- Where a buyer and a seller negotiate: one room for each product, and each request, that they talk about. It
-- is the conversation 'room:' and its id.
create table rooms (
  id         bigint generated always as identity primary key,
  buyer_id   bigint not null references users,
  seller_id  bigint not null references users,
  product_id bigint references products,
  request_id bigint,
  created_at timestamptz not null,
  check (buyer_id <> seller_id)
);
create unique index rooms_of_two
  on rooms (buyer_id, seller_id, coalesce(product_id, 0), coalesce(request_id, 0));

-- Prices that one side of a room has offered. An offer has the number of its message. That it has expired is
-- not written: it is so as long as its product cannot be had.
create table room_offers (
  id               bigint primary key,
  room_id          bigint not null references rooms,
  maker_id         bigint not null references users,
  product_id       bigint not null references products,
  price_eur        numeric not null check (price_eur > 0 and scale(price_eur) <= 2),
  message          text,
  status           text not null default 'pending',
  answer           text,
  answered_by      bigint references users,
  answered_at      timestamptz,
  order_id         bigint references orders,
  counter_offer_id bigint,
  created_at       timestamptz not null,
  check ((status = 'pending') = (answered_at is null)),
  check ((status = 'accepted') = (order_id is not null)),
  check ((status = 'countered') = (counter_offer_id is not null))
);

-- When a member's mark has moved, and to where.
create table room_reads (
  room_id bigint not null,
  user_id bigint not null,
  up_to   bigint not null,
  read_at timestamptz not null,
  primary key (room_id, user_id, up_to)
);
