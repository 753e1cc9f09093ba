import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const enqueueFunction = dbFunction('enqueue_mail', ['recipient', 'template', 'data'], row<object>())

/** Mails something to a user when the transaction has committed; nothing to one without an address. */
export async function enqueueMail(
  ctx: Ctx,
  recipient: number,
  template: string,
  data: object = {},
): Promise<void> {
  await call(ctx, enqueueFunction, { recipient, template, data: JSON.stringify(data) })
}
