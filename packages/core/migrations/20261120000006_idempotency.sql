
create table idempotency_keys (
  scope       text not null,
  key         text not null,
  fingerprint bytea not null,
  answer      bytea,
  created_at  timestamptz not null,
  primary key (scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
