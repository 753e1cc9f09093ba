import { fieldRefused } from '@souk/contract'
import type { ApiContext } from './context.ts'

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/**
 * The request's Idempotency-Key, if it is one.
 * @throws VALIDATION_FAILED when it is empty, longer than 255 characters or not printable ASCII
 */
export function checkedKey(key: string | undefined): string | undefined {
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key
  throw fieldRefused('Idempotency-Key', 'must be 1 to 255 printable characters without spaces')
}

/** The context of one call of a batch: its own admission, and its own of the one Idempotency-Key. */
export function contextInBatch(ctx: ApiContext, batchIndex: number): ApiContext {
  const { idempotencyKey: key, admissions } = ctx
  if (batchIndex === 0 && !admissions) return ctx
  return {
    ...ctx,
    idempotencyKey: key && batchIndex > 0 ? `${key}:${batchIndex}` : key,
    admission: admissions?.[batchIndex],
  }
}
