import type { Call } from '../call.ts'
import type { Side } from '../side.ts'
import { talkMuch } from '../talk.ts'

async function openTrade({ souk, people }: Side) {
  const body = { asset: 'usdt', amount: '0.01' }
  return (await souk.post('/trades', people.seller.token, body)) as { id: number }
}

async function takenTrade(side: Side) {
  const { id } = await openTrade(side)
  await side.souk.post(`/trades/${id}/buy`, side.people.buyer.token)
  return { id }
}

async function disputedTrade(side: Side) {
  const { id } = await takenTrade(side)
  await side.souk.post(`/trades/${id}/dispute`, side.people.buyer.token, { reason: 'no coins' })
  return { id }
}

async function chat(side: Side) {
  const { id } = await side.once('trade with a chat', takenTrade)
  return { trade_id: id }
}

/** One in which much has been said, and a word that is new to the seller. */
async function longChat(side: Side) {
  const { souk, people } = side
  const long = await side.once('trade with a long chat', async () => {
    const { id } = await takenTrade(side)
    await souk.post(`/trades/${id}/messages`, people.buyer.token, { message: 'Hello' })
    await talkMuch(side, `trade:${id}`, people.buyer.id)
    return { trade_id: id }
  })
  await souk.post(`/trades/${long.trade_id}/messages`, people.buyer.token, { message: 'Well?' })
  return long
}

export const tradeCalls: readonly Call[] = [
  { operation: 'GET /trades' },
  { operation: 'GET /trades', query: 'asset=usdt' },
  { operation: 'GET /trades', query: 'page=20' },
  { operation: 'GET /trades', as: 'seller' },
  { operation: 'GET /trades', query: 'mine=true', as: 'seller' },
  { operation: 'GET /trades', query: 'status=completed', as: 'buyer' },
  { operation: 'GET /trades', as: 'staff' },
  { operation: 'GET /trades', query: 'status=disputed', as: 'staff' },
  { operation: 'GET /trades', query: 'status=disputed&asset=usdt', as: 'staff' },
  { operation: 'GET /trades/{id}', given: openTrade },
  { operation: 'GET /trades/{id}', given: takenTrade, as: 'buyer' },
  { operation: 'POST /trades', body: { asset: 'usdt', amount: '0.01' }, as: 'seller' },
  { operation: 'POST /trades/{id}/buy', given: openTrade, as: 'buyer' },
  { operation: 'POST /trades/{id}/release', given: takenTrade, as: 'seller' },
  { operation: 'POST /trades/{id}/cancel', given: openTrade, as: 'seller' },
  {
    operation: 'POST /trades/{id}/dispute',
    given: takenTrade,
    body: { reason: 'no coins' },
    as: 'buyer',
  },
  {
    operation: 'POST /trades/{id}/resolve',
    given: disputedTrade,
    body: { outcome: 'release' },
    as: 'staff',
  },
  {
    operation: 'POST /trades/{trade_id}/messages',
    given: chat,
    body: { message: 'Hello' },
    as: 'buyer',
  },
  { operation: 'GET /trades/{trade_id}/messages', given: chat, as: 'seller' },
  {
    operation: 'POST /trades/{trade_id}/messages',
    given: longChat,
    body: { message: 'Hello' },
    as: 'seller',
  },
  { operation: 'GET /trades/{trade_id}/messages', query: 'page=2', given: longChat, as: 'seller' },
  { operation: 'POST /trades/{trade_id}/messages/read', given: longChat, as: 'seller' },
]
