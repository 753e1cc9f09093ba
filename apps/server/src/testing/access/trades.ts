import { type Access, SECRETS } from './access.ts'

export const tradesAccess: Access = {
  matrix: `
operation         on      | stranger | seller   | buyer    | staff    | staff seller | staff buyer
trades.list       trade   | +        | +        | +        | +        | +            | +
trades.get        trade   | missing  | +        | +        | +        | +            | +
trades.create     nothing | +        | +        | +        | +        | +            | +
trades.buy        trade   | conflict | own      | conflict | conflict | own          | conflict
trades.release    trade   | missing  | +        | not theirs  | not theirs  | +            | not theirs
trades.cancel     trade   | missing  | conflict | +        | conflict | conflict     | +
trades.dispute    trade   | missing  | +        | +        | not theirs  | +            | +
trades.resolve    trade   | staff    | staff    | staff    | conflict | not theirs      | not theirs
trades.watch      trade   | missing  | +        | +        | +        | +            | +
trades.chat.send  trade   | missing  | +        | +        | +        | +            | +
trades.chat.list  trade   | missing  | +        | +        | +        | +            | +
trades.chat.markRead trade | missing | +        | +        | +        | +            | +
trades.chat.watch trade   | missing  | +        | +        | +        | +            | +
`,
  inputs: {
    'trades.create': () => ({ asset: 'btc', amount: '0.01' }),
    'trades.dispute': ({ trade }) => ({ id: trade, reason: SECRETS.reason }),
    'trades.resolve': ({ trade }) => ({ id: trade, outcome: 'refund' }),
    'trades.watch': ({ trade }) => ({ tradeId: trade }),
    'trades.chat.send': ({ trade }) => ({ tradeId: trade, message: SECRETS.chat }),
    'trades.chat.list': ({ trade }) => ({ tradeId: trade }),
    'trades.chat.markRead': ({ trade }) => ({ tradeId: trade }),
    'trades.chat.watch': ({ trade }) => ({ tradeId: trade }),
  },
  targets: {
    trade: async ({ souk }, { seller, buyer }) => {
      const { body } = await souk.post('/trades', { asset: 'btc', amount: '0.01' }, seller.token)
      await souk.post(`/trades/${body.id}/buy`, {}, buyer.token)
      await souk.post(`/trades/${body.id}/messages`, { message: SECRETS.chat }, buyer.token)
      return { trade: body.id }
    },
  },
  anyone: { 'trades.list': '+', 'trades.get': 'NOT_FOUND', 'trades.watch': 'NOT_FOUND' },
}
