import { SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { removeKept } from './remove-kept.ts'

const discardFunction = dbFunction(
  'discard_attachment',
  ['id'],
  row<{ outcome: 'done' | 'unknown' | 'sent' }>(),
)

/**
 * Removes a file of the caller's that no message was sent with, and gives its room back.
 * @throws NOT_FOUND; CONFLICT for one that is in a message, and goes with that
 */
export async function discard(ctx: Ctx, { id }: { id: string }): Promise<null> {
  const { outcome } = await call(ctx, discardFunction, { id })
  if (outcome === 'unknown') throw new SoukError('NOT_FOUND', 'File not found')
  if (outcome === 'sent') {
    throw new SoukError('CONFLICT', 'This file is in a message: delete the message')
  }
  // What the store cannot remove now, `sweep` does.
  ctx.db.afterCommit(() => void removeKept(ctx, [id]).catch(() => {}))
  return null
}
