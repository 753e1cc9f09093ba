-- Where each user waits for their turn to be sent to, apart for endpoints that answer quickly and for
-- those that do not, or have not yet been tried (null: nothing is due). Whoever has much gets no more turns
-- for it.
create table webhook_lines (
  user_id bigint not null,
  slow    boolean not null,
  due_at  timestamptz,
  primary key (user_id, slow)
) with (fillfactor = 70);
create index webhook_lines_due on webhook_lines (slow, due_at) where due_at is not null;

-- Until when an endpoint that does not answer is left alone, but for what its owner asks.
alter table webhook_queues add column rests_until timestamptz;
alter table webhook_queues alter column slow set default true;
drop index webhook_queues_due;
drop index webhook_queues_leased;
create index webhook_queues_user on webhook_queues (user_id);

insert into webhook_lines (user_id, slow, due_at)
select user_id, slow, min(greatest(due_at, leased_until)) from webhook_queues
 where due_at is not null group by user_id, slow;

-- Of what has ended, the oldest is removed. A block range index never forgets what was in its blocks
-- once, and finds all of them in the end.
drop index webhook_deliveries_age;
create index webhook_deliveries_ended on webhook_deliveries (created_at) where status <> 'pending';
