import type { Page, Webhook } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { webhookColumns, webhookOf } from './webhook-of.ts'

const webhooks = pagedList<Webhook, never>('webhooks', {}, () => ({
  branches: ['select id from webhook_endpoints where user_id = $me and deleted_at is null'],
  order: ['id desc'],
  show: `${webhookColumns('$now')} from page join webhook_endpoints e on e.id = page.id`,
}))

/** The caller's, newest first. */
export function listWebhooks(ctx: Ctx, paging: Paging): Promise<Page<Webhook>> {
  const me = signedIn(ctx).userId
  return readPage(ctx, webhooks, { me }, paging, webhookOf, { now: ctx.clock() })
}
