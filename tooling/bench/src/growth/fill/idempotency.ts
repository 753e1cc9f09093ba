import type { Fill } from './fill.ts'

/** As of now: those of yesterday are cleared away. */
export const fillIdempotency: Fill = async ({ run, rows, users }) => {
  await run(
    `insert into idempotency_keys (scope, key, fingerprint, answer, created_at)
     select 'user:' || 1 + n % ${users}, gen_random_uuid(), sha256(n::text::bytea),
            decode(repeat('5a', 200), 'hex'), now()
       from generate_series(1, ${rows}) n`,
  )
}
