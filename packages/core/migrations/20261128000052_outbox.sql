-- Events that are still to be recorded in a stream that transactions of other people would wait for, where they are
-- recorded already: see `relay_outbox`.
create table outbox (
  id     bigint generated always as identity primary key,
  stream text not null,
  source text not null,
  seq    bigint not null
);
