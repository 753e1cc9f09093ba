import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

interface Read {
  /** How many had not been read. */
  readonly updated: number
  /** How many still are not. */
  readonly unread: number
}

const readFunction = dbFunction('read_notifications', ['ids'], row<Read>())

/** Marks notifications of the caller as read: those that are named, or all. */
export function readNotifications(
  ctx: Ctx,
  { ids }: { ids?: number[] | undefined },
): Promise<Read> {
  return call(ctx, readFunction, { ids: ids ?? null })
}
