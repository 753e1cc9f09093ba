import type { ReactionType } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBlock } from '../chat/blocks.ts'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { newRoom, say } from '../testing/rooms.ts'
import { newProduct, newSeller } from '../testing/shop.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTrade } from '../trades/create-trade.ts'
import { sendTradeMessage } from '../trades/send-trade-message.ts'
import { addReaction, listReactions, removeReaction } from './reactions.ts'
import { roomEventOf } from './room-events.ts'

let core: TestCore
let buyer: SignedIn
let seller: SignedIn
let product: number
beforeAll(async () => {
  core = await startTestCore()
  buyer = await core.newUser()
  seller = (await newSeller(core)).user
  product = (await newProduct(core, seller)).id
})
afterAll(() => core.close())

async function newMessage() {
  const roomId = await newRoom(core, { buyer, seller, product })
  return { roomId, messageId: (await say(core, buyer, roomId)).id }
}
const list = (by: SignedIn, messageId: number) => listReactions(core.as(by), { messageId })
const add = (by: SignedIn, messageId: number, reactionType: ReactionType) =>
  addReaction(core.as(by), { messageId, reactionType })
const remove = (by: SignedIn, messageId: number, reactionType: ReactionType) =>
  removeReaction(core.as(by), { messageId, reactionType })
const DENIED = { code: 'NOT_A_PARTY', message: 'Access denied to this room' }

test('both react, each once with each, and see whether they have', async () => {
  const { messageId } = await newMessage()
  expect(await list(buyer, messageId)).toEqual([])
  await add(seller, messageId, 'SMILE')
  await add(seller, messageId, 'HEART')
  await Promise.all(Array.from({ length: 8 }, () => add(buyer, messageId, 'HEART')))
  const heart = { reactionType: 'HEART', emoji: '❤️', count: 2, hasReacted: true }
  const smile = { reactionType: 'SMILE', emoji: '😊', count: 1 }
  expect(await list(buyer, messageId)).toEqual([heart, { ...smile, hasReacted: false }])
  expect(await list(seller, messageId)).toEqual([heart, { ...smile, hasReacted: true }])
  await remove(seller, messageId, 'SMILE')
  expect(await remove(seller, messageId, 'SMILE')).toEqual([heart])
})

test('both are told of each change, and of nothing else', async () => {
  const { roomId, messageId } = await newMessage()
  await add(seller, messageId, 'FIRE')
  await add(seller, messageId, 'FIRE')
  await add(buyer, messageId, 'FIRE')
  await remove(seller, messageId, 'FIRE')
  await remove(buyer, messageId, 'FIRE')
  for (const stream of [`room:${roomId}`, `rooms:${buyer.userId}`, `rooms:${seller.userId}`]) {
    const told = (await readEvents(core.as(buyer).db, stream, 0))
      .map(roomEventOf)
      .filter((event) => event?.type === 'room.reactions' && event.messageId === messageId)
    expect(told).toMatchObject(
      [{ FIRE: 1 }, { FIRE: 2 }, { FIRE: 1 }, {}].map((reactions) => ({ roomId, reactions })),
    )
    expect(told.at(-1)).toMatchObject({ reactions: {} })
    expect(core.woken).toContain(stream)
  }
})

test('nobody else reads or reacts, and nobody learns which messages there are', async () => {
  const { messageId } = await newMessage()
  const trade = await createTrade(core.as(buyer), { asset: 'btc', amount: '0.1' })
  const elsewhere = await sendTradeMessage(core.as(buyer), { tradeId: trade.id, message: 'a word' })
  const staff = await core.newUser('staff')
  const tried: [SignedIn, number][] = [
    [await core.newUser(), messageId],
    [staff, messageId],
    [buyer, elsewhere.id],
    [buyer, messageId + 100_000],
  ]
  for (const [by, id] of tried) {
    await expect(list(by, id)).rejects.toMatchObject(DENIED)
    await expect(add(by, id, 'HEART')).rejects.toMatchObject(DENIED)
    await expect(remove(by, id, 'HEART')).rejects.toMatchObject(DENIED)
  }
})

test('who is blocked says nothing this way either, but may take back what they have said', async () => {
  const other = await core.newUser()
  const roomId = await newRoom(core, { buyer: other, seller, product })
  const { id } = await say(core, other, roomId)
  await add(other, id, 'CLAP')
  await addBlock(core.as(seller), { uid: other.uuid })
  await expect(add(other, id, 'HEART')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(add(seller, id, 'HEART')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await remove(other, id, 'CLAP')).toEqual([])
})
