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

/** A batch has one Idempotency-Key for all its calls; each call makes its own of it. */
export function keyedFor(ctx: ApiContext, batchIndex: number): ApiContext {
  const { idempotencyKey: key } = ctx
  return key && batchIndex > 0 ? { ...ctx, idempotencyKey: `${key}:${batchIndex}` } : ctx
}
