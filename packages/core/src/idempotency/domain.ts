import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import { KEY_HOURS } from './run-once.ts'

const removeKeys = statement<object>(
  'clean-up-idempotency-keys',
  'delete from idempotency_keys where created_at < $1',
)

/**
 * Answers already given under an Idempotency-Key. A row is written by the transaction that did the
 * work, so that key, effect and answer are kept together or not at all.
 */
export const idempotency = {
  async cleanUp(ctx) {
    const expired = new Date(ctx.clock().getTime() - KEY_HOURS * 3_600_000)
    await ctx.db.query(removeKeys, [expired])
  },
} satisfies Domain
