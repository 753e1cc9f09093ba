import type { Ctx } from '../context.ts'
import { changeOwn } from './own-webhook.ts'

/** Deletes one of the caller's webhooks; housekeeping removes what it was told. @throws NOT_FOUND */
export async function deleteWebhook(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  await changeOwn(ctx, id, ({ endpoint }) => {
    endpoint.deletedAt = ctx.clock()
  })
  return { id }
}
