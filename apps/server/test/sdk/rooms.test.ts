import {
  createClient,
  isSoukError,
  type RoomEvent,
  type RoomTypingEvent,
  type SoukClient,
} from '@souk/client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { killable } from '../../src/testing/killable.ts'
import { chatting, type Negotiation, newNegotiation } from '../../src/testing/room-socket.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const isRefused = (error: unknown) => isSoukError(error, 'NOT_A_PARTY')

const QUICK = { minDelayMs: 5, maxDelayMs: 50 }

let souk: TestSouk
let deal: Negotiation
let buyer: SoukClient
let seller: SoukClient
const { WebSocket, kill } = killable()
beforeAll(async () => {
  souk = await startTestSouk()
  deal = await newNegotiation(souk)
  buyer = createClient({ url: souk.url, token: deal.buyer.token, retry: QUICK })
  seller = createClient({ url: souk.url, token: deal.seller.token, retry: QUICK, WebSocket })
})
afterAll(async () => {
  closeSocketIo()
  await Promise.all([buyer.close(), seller.close()])
  await souk.stop()
})

test('a seller hears what happens in their rooms, whatever happens to the line', async () => {
  const { room: roomId, product } = deal
  const heard: RoomEvent[] = []
  const started = Promise.withResolvers<void>()
  const watching = seller.rooms.watch.subscribe(undefined, {
    onStarted: () => started.resolve(),
    onData: ({ data }) => heard.push(data),
  })
  await started.promise
  const killing = setInterval(kill, 30)
  const sent: number[] = []
  for (let n = 0; n < 20; n += 1) {
    sent.push((await buyer.rooms.send.mutate({ roomId, content: `${n}` })).id)
  }
  const offer = await buyer.rooms.sendOffer.mutate({ roomId, productId: product, price: '21' })
  await seller.rooms.respond.mutate({ offerId: offer.id, response: 'accept' })
  clearInterval(killing)
  await vi.waitFor(() => expect(heard.at(-1)?.type).toBe('room.offer_answered'), 10_000)
  const messages = heard.flatMap((event) => (event.type === 'room.message' ? event.message : []))
  expect(messages.map(({ id }) => id)).toEqual([...sent, offer.id])
  expect(heard.at(-1)).toMatchObject({ answer: { offerId: offer.id, status: 'accepted' } })
  watching.unsubscribe()
})

test('that somebody is writing is heard from the SDK and from a socket, by those in the room alone', async () => {
  const { room: roomId } = deal
  const heard: RoomTypingEvent[] = []
  const started = Promise.withResolvers<void>()
  const watching = seller.rooms.watchTyping.subscribe(
    { roomId },
    { onStarted: () => started.resolve(), onData: ({ data }) => heard.push(data) },
  )
  await started.promise
  await buyer.rooms.typing.mutate({ roomId, action: 'start' })
  const phone = await chatting(souk, deal.buyer)
  await phone.socket.emitWithAck('typing_stop', { room_id: roomId })
  await vi.waitFor(() => expect(heard.map(({ action }) => action)).toEqual(['start', 'stop']))
  expect(heard[0]).toEqual({
    type: 'room.typing',
    at: expect.any(String),
    roomId,
    userId: deal.buyer.id,
    username: deal.buyer.username,
    action: 'start',
  })
  watching.unsubscribe()

  const stranger = await souk.signUp('chidi')
  const outside = createClient({ url: souk.url, token: stranger.token, retry: QUICK })
  const typing = outside.rooms.typing.mutate({ roomId, action: 'start' })
  await expect(typing).rejects.toSatisfy(isRefused)
  const refused = new Promise((_, reject) => {
    outside.rooms.watchTyping.subscribe({ roomId }, { onError: reject })
  })
  await expect(refused).rejects.toSatisfy(isRefused)
  await outside.close()
})
