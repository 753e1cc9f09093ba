-- A part ends by itself: paid out, or cancelled before anybody has paid for it.
alter table order_parts drop constraint order_parts_state_check;
alter table order_parts add constraint order_parts_state_check
  check (state in ('WAITING', 'CONFIRMED', 'SHIPPED', 'RELEASED', 'REFUNDED', 'CANCELLED'));
update order_parts set state = 'RELEASED' where settled_at is not null and refunded_btc < amount_btc;
update order_parts set state = 'REFUNDED' where settled_at is not null and refunded_btc = amount_btc;
update order_parts p set state = 'CANCELLED' from orders o
 where o.id = p.order_id and o.status = 'CANCELLED';

-- When the buyer first said that they have paid outside. Whether a seller said so alone is not known of
-- what is there already: it counts as the buyer's word, which binds them.
alter table orders add column claimed_at timestamptz;
update orders set claimed_at = created_at where payment_hash is not null;
-- What has been named for one order pays no other.
create index orders_payment on orders (lower(payment_hash)) where payment_hash is not null;

-- Codes tried, counted for each side by itself, before each is looked at; from five on only staff decide.
alter table escrow_participants add column codes_tried integer not null default 0;
update escrow_participants p set codes_tried = e.codes_tried from escrows e
 where e.id = p.escrow_id and e.codes_tried > 0;
alter table escrows drop column codes_tried;

-- Who caused it: of one person's doings somebody is told only so often.
alter table notifications add column actor_id bigint;

-- What the name of a store looks like; null where that has not been found out yet. Of those that staff have
-- verified none may be taken for another.
alter table sellers add column looks text[];
create index sellers_verified_looks on sellers using gin (looks) where is_verified;
create index sellers_without_looks on sellers (id) where is_verified and looks is null;
