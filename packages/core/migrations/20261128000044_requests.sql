-- What people look for, and what users with a store offer them (document 5). No foreign key leads to users or
-- products: what many share is not to be locked by each of them.
create table requests (
  id          bigint generated always as identity primary key,
  user_id     bigint not null,
  title       text not null,
  description text not null,
  budget      numeric(28,2) check (budget > 0),
  metadata    jsonb,
  status      text not null default 'OPEN'
                check (status in ('OPEN', 'FULFILLED', 'CLOSED', 'EXPIRED', 'DELETED')),
  search      tsvector not null,
  -- Until when it stands open; moved on when Souk itself was away.
  expires_at  timestamptz not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
) with (fillfactor = 80);
create index requests_newest on requests (id) where status <> 'DELETED';
create index requests_status on requests (status, id);
create index requests_user on requests (user_id, id) where status <> 'DELETED';
create index requests_user_status on requests (user_id, status, id);
-- With how things stand among the words, so that a search for either reads no more than has both.
create index requests_words on requests
  using gin ((search || array_to_tsvector(array['@' || status]))) where status <> 'DELETED';
create index requests_open on requests (expires_at) where status = 'OPEN';

-- Apart from the requests, for they are counted all the time: no index has them.
create table request_views (
  request_id bigint primary key,
  views      bigint not null
) with (fillfactor = 70);

create table request_offers (
  id         bigint generated always as identity primary key,
  request_id bigint not null references requests,
  -- The user who offers; not the number of their store.
  seller_id  bigint not null,
  product_id bigint,
  price      numeric(28,2) not null check (price > 0),
  message    text,
  status     text not null default 'PENDING'
               check (status in ('PENDING', 'ACCEPTED', 'REJECTED', 'WITHDRAWN')),
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 80);
create index request_offers_request on request_offers (request_id, id);
create index request_offers_seller_request on request_offers (request_id, seller_id, id);
create index request_offers_seller on request_offers (seller_id, id);
-- Somebody has one that waits; and a request was fulfilled by one at most.
create unique index request_offers_pending on request_offers (request_id, seller_id)
  where status = 'PENDING';
create unique index request_offers_accepted on request_offers (request_id)
  where status = 'ACCEPTED';

-- What somebody says of a message in a room without a word.
create table message_reactions (
  message_id bigint not null,
  type       text not null,
  user_id    bigint not null,
  created_at timestamptz not null,
  primary key (message_id, type, user_id)
);

select pgboss.create_queue('request.expire', '{"policy": "standard", "retryLimit": 100, "retryDelay": 1, "retryBackoff": true, "retryDelayMax": 300}');
