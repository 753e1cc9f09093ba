import { gate, untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx, SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { tradeStream, userStream } from '../events/streams.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from './buy-trade.ts'
import { createTrade } from './create-trade.ts'
import { listTradeMessages } from './list-trade-messages.ts'
import { sendTradeMessage } from './send-trade-message.ts'

let core: TestCore
let seller: SignedIn
let buyer: SignedIn
let stranger: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  seller = await core.newUser()
  buyer = await core.newUser()
  stranger = await core.newUser()
})
afterAll(() => core.close())

const newTrade = async () => (await createTrade(core.as(seller), { asset: 'btc', amount: '1' })).id

async function streamOf(stream: string): Promise<string[]> {
  const events = await readEvents(core.as(seller).db, stream, 0)
  return events.map(({ type }) => type)
}

/** Lets the buyer take a trade in a transaction that stays open while `meanwhile` is under way. */
async function whileTaking<T>(
  tradeId: number,
  meanwhile: (ctx: (user: SignedIn) => Ctx) => Promise<T>,
) {
  const [taken, leave] = [gate(), gate()]
  const ctx = core.as(buyer)
  const taking = ctx.db.transaction(async (db) => {
    await buyTrade({ ...ctx, db }, { id: tradeId })
    taken.open()
    await leave.passed
  })
  await taken.passed
  const result = Promise.allSettled([meanwhile(core.as)])
  await untilBlocked(core.database)
  leave.open()
  await taking
  return (await result)[0]
}

test('a stranger whose message meets the trade being taken is refused', async () => {
  const tradeId = await newTrade()
  const sent = await whileTaking(tradeId, (as) =>
    sendTradeMessage(as(stranger), { tradeId, message: 'still there?' }),
  )
  expect(sent).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND' } })
  expect(await streamOf(tradeStream(tradeId))).toEqual(['trade.created', 'trade.taken'])
})

test('a message of the seller that meets the trade being taken reaches the buyer', async () => {
  const tradeId = await newTrade()
  const before = await streamOf(userStream(buyer.userId))
  const sent = await whileTaking(tradeId, (as) =>
    sendTradeMessage(as(seller), { tradeId, message: 'welcome' }),
  )
  expect(sent.status).toBe('fulfilled')
  expect((await streamOf(userStream(buyer.userId))).slice(before.length)).toEqual([
    'trade.taken',
    'message.sent',
  ])
})

test('messages that race are listed in the order in which the log has them', async () => {
  const tradeId = await newTrade()
  await buyTrade(core.as(buyer), { id: tradeId })
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      sendTradeMessage(core.as(i % 2 ? seller : buyer), { tradeId, message: `message ${i}` }),
    ),
  )
  const { items, total } = await listTradeMessages(core.as(seller), {
    tradeId,
    page: 1,
    perPage: 100,
  })
  expect(total).toBe(40)
  const events = await readEvents(core.as(seller).db, tradeStream(tradeId), 0)
  const logged = events
    .filter(({ type }) => type === 'message.sent')
    .map(({ data }) => (data as { id: number }).id)
  expect(items.map(({ id }) => id)).toEqual(logged)
  expect([...logged].sort((a, b) => a - b)).toEqual(logged)
})
