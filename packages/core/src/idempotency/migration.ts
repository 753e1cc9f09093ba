import { sqlMigration } from '@souk/database'

/**
 * Answers already given under an Idempotency-Key. A row is written by the transaction that did the
 * work, so that key, effect and answer are kept together or not at all.
 */
export const createIdempotencyKeys = sqlMigration(
  'Migration20261120000006_idempotency',
  /* sql */ `
create table idempotency_keys (
  scope       text not null,
  key         text not null,
  fingerprint bytea not null,
  answer      bytea,
  created_at  timestamptz not null,
  primary key (scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
`,
)
