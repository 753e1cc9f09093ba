import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Negotiation, newNegotiation } from '../../src/testing/room-socket.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// A client of Socket.IO that asks for nothing any more: what is kept for it is bounded.

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())

/** What a session that polls by hand is answered with. */
async function polling(sid: string, body?: string): Promise<{ status: number; text: string }> {
  const url = `${souk.url}/socket.io/?EIO=4&transport=polling${sid && `&sid=${sid}`}`
  const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

/** A polling session that is in the room, and stops to poll. @returns its secret */
async function absent({ seller, room }: Negotiation): Promise<string> {
  const { sid } = JSON.parse((await polling('')).text.slice(1))
  await polling(sid, `40/chat,${JSON.stringify({ token: seller.token })}`)
  await heard(sid, '"connected"')
  await polling(sid, `42/chat,["join_room",{"room_id":${room}}]`)
  await heard(sid, '"room_joined"')
  return sid
}

async function heard(sid: string, what: string): Promise<void> {
  while (!(await polling(sid)).text.includes(what));
}

/** Writes so many messages, some at a time. */
async function write({ buyer, room }: Negotiation, many: number, data: object): Promise<void> {
  for (let left = many; left > 0; left -= 25) {
    const some = Array.from({ length: Math.min(left, 25) }, () =>
      souk.post(
        `/api/v1/chats/rooms/${room}/messages`,
        { content: 'Hello', message_data: data },
        buyer.token,
      ),
    )
    for (const { status } of await Promise.all(some)) expect(status).toBe(201)
  }
}

test.each([
  ['in packets', 300, 250, {}],
  ['in bytes', 120, 30, { pad: 'x'.repeat(60_000) }],
])(
  '%s',
  async (_, bearable, more, data) => {
    const deal = await newNegotiation(souk)
    const sid = await absent(deal)
    await write(deal, bearable, data)
    expect((await polling(sid, '3')).status).toBe(200)
    await write(deal, more, data)
    await expect.poll(async () => (await polling(sid, '3')).status, { timeout: 10_000 }).toBe(400)
  },
  60_000,
)
