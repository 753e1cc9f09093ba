import { type Access, SECRETS } from './access.ts'

export const webhookAccess: Access = {
  matrix: `
operation                    on      | stranger | seller | buyer   | staff   | staff seller | staff buyer
webhooks.list                nothing | +        | +      | +       | +       | +            | +
webhooks.create              nothing | +        | +      | +       | +       | +            | +
webhooks.get                 webhook | missing  | +      | missing | missing | +            | missing
webhooks.update              webhook | missing  | +      | missing | missing | +            | missing
webhooks.delete              webhook | missing  | +      | missing | missing | +            | missing
webhooks.rotateSecret        webhook | missing  | +      | missing | missing | +            | missing
webhooks.test                webhook | missing  | +      | missing | missing | +            | missing
webhooks.redeliver           webhook | missing  | +      | missing | missing | +            | missing
webhooks.deliveries.list     webhook | missing  | +      | missing | missing | +            | missing
webhooks.deliveries.get      webhook | missing  | +      | missing | missing | +            | missing
webhooks.deliveries.redeliver webhook | missing  | +      | missing | missing | +            | missing
`,
  inputs: {
    'webhooks.create': () => ({ url: 'https://example.com/hook', events: ['ad.expired'] }),
    'webhooks.get': ({ webhook }) => ({ id: webhook }),
    'webhooks.update': ({ webhook }) => ({ id: webhook, events: ['ad.expired'] }),
    'webhooks.delete': ({ webhook }) => ({ id: webhook }),
    'webhooks.rotateSecret': ({ webhook }) => ({ id: webhook }),
    'webhooks.test': ({ webhook }) => ({ id: webhook }),
    'webhooks.redeliver': ({ webhook }) => ({ id: webhook, since: '2026-01-01T00:00:00Z' }),
    'webhooks.deliveries.list': ({ webhook }) => ({ id: webhook }),
    'webhooks.deliveries.get': ({ webhook, delivery }) => ({ id: webhook, deliveryId: delivery }),
    'webhooks.deliveries.redeliver': ({ webhook, delivery }) => ({
      id: webhook,
      deliveryId: delivery,
    }),
  },
  targets: {
    /** One that was told something, which will be told again only when it is asked for. */
    webhook: async ({ souk }, { seller: { id } }) => {
      const [made] = (await souk.sql(
        `with made as (
           insert into webhook_endpoints (user_id, url, events, secret, after_seq, created_at, updated_at)
           values (${id}, 'https://example.com/${SECRETS.hook}', '{trade.created}', '',
                   follow_for_webhooks(${id}), now(), now()) returning id)
         insert into webhook_deliveries (endpoint_id, event, body, status, give_up_at, created_at)
         select id, 'trade.created', '${SECRETS.hook}', 'failed', now(), now() from made
         returning endpoint_id as webhook, id as delivery`,
      )) as [{ webhook: string; delivery: string }]
      return made
    },
  },
}
