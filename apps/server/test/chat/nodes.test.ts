import { createTestDatabase } from '@souk/database/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type ChatPerson,
  chatMessage,
  connectChat,
  newChatPerson,
  nextOf,
  nextOfMany,
} from '../../src/testing/chat.ts'
import { closeSockets, type SocketClient } from '../../src/testing/socket-client.ts'
import { killLeftovers, type SoukProcess, spawnSouk } from '../../src/testing/souk-process.ts'
import { TEST_SECRET } from '../../src/testing/test-souk.ts'

// Two processes on one database, each with one of the two who chat.

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  killLeftovers()
  await database.drop()
})
afterEach(closeSockets)

const start = () =>
  spawnSouk('.data', { DATABASE_URL: database.url, SECRET_KEY: TEST_SECRET, SANDBOX: 'on' })

/** What somebody hears of a conversation, in order: own messages and the other one's. */
const heardBy = async (client: SocketClient, many: number) =>
  (await nextOfMany(client, many, 're_message', 'conf_message')).map(
    ({ created_msg_id }): number => created_msg_id,
  )

test('200 messages from both at once are heard by both in one order', async () => {
  const [a, b] = await Promise.all([start(), start()])
  const ada = await newChatPerson(a.http, 'ada')
  const ben = await newChatPerson(b.http, 'ben')
  const asAda = await connectChat(a.http, ada)
  const asBen = await connectChat(b.http, ben)
  const alsoBen = await connectChat(a.http, ben)
  for (let n = 0; n < 200; n += 1) {
    asAda.send(chatMessage(ben, `a${n}`))
    asBen.send(chatMessage(ada, `b${n}`))
  }
  const [byAda, byBen, byOther] = await Promise.all([
    heardBy(asAda, 400),
    heardBy(asBen, 400),
    heardBy(alsoBen, 400),
  ])
  expect(byAda).toEqual([...byAda].sort((x, y) => x - y))
  expect(byBen).toEqual(byAda)
  expect(byOther).toEqual(byAda)
  const page = async (n: number) => {
    const path = `/chat/messages/${ben.uuid}/?per_page=100&page=${n}`
    return (await b.http.get(path, ada.token)).body.entity.messages
  }
  const listed = (await Promise.all([4, 3, 2, 1].map(page))).flat()
  expect(listed.map(({ id }) => id)).toEqual(byAda)
  const bodiesOf = (of: ChatPerson) =>
    listed.filter(({ sender }) => sender.id === of.uuid).map(({ message }) => message)
  expect(bodiesOf(ada)).toEqual(Array.from({ length: 200 }, (_, n) => `a${n}`))
  expect(bodiesOf(ben)).toEqual(Array.from({ length: 200 }, (_, n) => `b${n}`))
  await Promise.all([a.end('SIGTERM'), b.end('SIGTERM')])
})

test('when a process is killed, its clients go on with the other, and nothing is lost or doubled', async () => {
  const [a, b] = await Promise.all([start(), start()])
  const chidi = await newChatPerson(a.http, 'chidi')
  const dayo = await newChatPerson(a.http, 'dayo')
  const speaker = new Resending(chidi, dayo)
  const listener = new Resuming(dayo)
  await speaker.connect(a)
  await listener.connect(a)
  const all = Array.from({ length: 120 }, (_, n) => `${n}`)
  for (const text of all.slice(0, 60)) speaker.say(text)
  await speaker.confirmed(20)
  await a.end('SIGKILL')
  await Promise.all([speaker.connect(b), listener.connect(b)])
  for (const text of all.slice(60)) speaker.say(text)
  await speaker.confirmed(120)
  await listener.heardAll(120)
  expect(listener.bodies).toEqual(all)
  const path = `/chat/messages/${chidi.uuid}/`
  const { body } = await b.http.get(`${path}?per_page=100&page=2`, dayo.token)
  expect(body.pagination.total).toBe(120)
  await b.end('SIGTERM')
})

/** A client that sends again, under the same name, what was not confirmed when its line was cut. */
class Resending {
  readonly #person: ChatPerson
  readonly #to: ChatPerson
  readonly #open = new Map<string, object>()
  #client: SocketClient | undefined
  #confirmed = 0

  constructor(person: ChatPerson, to: ChatPerson) {
    this.#person = person
    this.#to = to
  }

  async connect({ http }: SoukProcess): Promise<void> {
    this.#client = await connectChat(http, this.#person)
    for (const frame of this.#open.values()) this.#client.send(frame)
  }

  say(text: string): void {
    const frame = chatMessage(this.#to, text, { client_id: text })
    this.#open.set(text, frame)
    this.#client?.send(frame)
  }

  /** Waits until so many were confirmed, whether by this connection or one before. */
  async confirmed(many: number): Promise<void> {
    while (this.#confirmed < many && this.#client) {
      const { client_id } = await nextOf(this.#client, 'conf_message', 're_message')
      if (this.#open.delete(client_id)) this.#confirmed += 1
    }
  }
}

/** A client that asks, on each new line, for what came after the last message it has. */
class Resuming {
  readonly bodies: string[] = []
  readonly #person: ChatPerson
  #client: SocketClient | undefined
  #last: number | undefined

  constructor(person: ChatPerson) {
    this.#person = person
  }

  async connect({ http }: SoukProcess): Promise<void> {
    if (this.#client) await this.#drain(this.#client)
    this.#client = await connectChat(http, this.#person)
    if (this.#last) this.#client.send({ action: 'resume', since: this.#last })
  }

  async heardAll(many: number): Promise<void> {
    while (this.bodies.length < many && this.#client) await this.#hear(this.#client)
  }

  /** What had reached it before its line was cut. */
  async #drain(client: SocketClient): Promise<void> {
    await client.closed
    while (client.waiting() > 0) await this.#hear(client)
  }

  async #hear(client: SocketClient): Promise<void> {
    const { action, message_body, created_msg_id } = await client.next()
    if (action !== 're_message') return
    this.bodies.push(message_body)
    this.#last = created_msg_id
  }
}
