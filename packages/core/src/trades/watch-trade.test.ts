import type { Db } from '@souk/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx, SignedIn } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from './buy-trade.ts'
import { createTrade } from './create-trade.ts'
import { sendTradeMessage } from './send-trade-message.ts'
import { watchTradeMessages } from './watch-trade.ts'

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
const say = (user: SignedIn, tradeId: number, message: string) =>
  sendTradeMessage(core.as(user), { tradeId, message })

/** Everything a watcher hears until they are put out, or have heard `enough`. */
async function heard(
  ctx: Ctx,
  input: { tradeId: number; lastEventId?: number },
  enough = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const messages: string[] = []
  for await (const { event } of watchTradeMessages(ctx, input, AbortSignal.timeout(3000))) {
    if (event) messages.push(event.message.message)
    if (messages.length >= enough) break
  }
  return messages
}

/** The caller's context, in which other things happen right after each of their first queries. */
function interrupted(ctx: Ctx, happenings: (() => Promise<unknown>)[]): Ctx {
  const query: Db['query'] = async (statement, values) => {
    const rows = await ctx.db.query(statement, values)
    await happenings.shift()?.()
    return rows
  }
  const { afterCommit, afterRollback, transaction } = ctx.db
  return { ...ctx, db: { em: ctx.db.em, query, transaction, afterCommit, afterRollback } }
}

const nothing = async () => {}

test('the sides hear each other from where they left off', async () => {
  const tradeId = await newTrade()
  await say(stranger, tradeId, 'still there?')
  await buyTrade(core.as(buyer), { id: tradeId })
  await say(seller, tradeId, 'welcome')
  const later = heard(core.as(buyer), { tradeId, lastEventId: 1 }, 3)
  await say(buyer, tradeId, 'thanks')
  expect(await later).toEqual(['still there?', 'welcome', 'thanks'])
})

test('a stranger is put out when the trade is taken', async () => {
  const tradeId = await newTrade()
  const ctx = interrupted(core.as(stranger), [
    nothing,
    nothing,
    async () => {
      await say(seller, tradeId, 'for everybody')
      await buyTrade(core.as(buyer), { id: tradeId })
      await say(seller, tradeId, 'for the buyer alone')
    },
  ])
  expect(await heard(ctx, { tradeId })).toEqual(['for everybody'])
})

test('a stranger who claims to have heard events that are still to come hears no secrets', async () => {
  const tradeId = await newTrade()
  const ctx = interrupted(core.as(stranger), [
    nothing,
    nothing,
    async () => {
      await buyTrade(core.as(buyer), { id: tradeId })
      await say(seller, tradeId, 'for the buyer alone')
    },
  ])
  expect(await heard(ctx, { tradeId, lastEventId: 2 })).toEqual([])
})

test('a stranger whose first look meets the trade being taken hears no secrets', async () => {
  const tradeId = await newTrade()
  const ctx = interrupted(core.as(stranger), [
    () => buyTrade(core.as(buyer), { id: tradeId }),
    nothing,
    () => say(seller, tradeId, 'for the buyer alone'),
  ])
  await expect(heard(ctx, { tradeId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
