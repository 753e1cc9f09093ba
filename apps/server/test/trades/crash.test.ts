import { Agent, request } from 'node:http'
import type { TradeStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beside, ENOUGH, isKept, signUpPairs, strike } from '../../src/testing/crash.ts'
import type { HttpClient, TestUser } from '../../src/testing/http-client.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { isAlive, postmasterOf } from '../../src/testing/souk-process.ts'

// The real process with the real, durable PostgreSQL, ended in the worst moments. What was answered
// with success must be there afterwards, and the books must be in order.

interface Pair {
  readonly seller: TestUser
  readonly buyer: TestUser
}

let souk: LastingSouk
let pairs: Pair[]
beforeAll(async () => {
  souk = await startLastingSouk()
  const signedUp = await signUpPairs(souk.http, 6)
  pairs = signedUp.map(([seller, buyer]) => ({ seller, buyer }))
})
afterAll(() => souk?.remove())

/** A trade as the last answer about it had it. */
interface Promised {
  readonly pair: Pair
  status: TradeStatus
  readonly messages: number[]
}

/** Everything that was ever answered with success, by trade. */
const promised = new Map<number, Promised>()

/** The Idempotency-Keys under which each seller has asked for trades, with or without an answer. */
const keysOf = new Map<TestUser, string[]>()

async function create(http: HttpClient, seller: TestUser, key: string): Promise<number> {
  const { status, body } = await http.request('POST', '/trades', {
    token: seller.token,
    body: { asset: 'btc', amount: '0.01' },
    headers: { 'idempotency-key': key },
  })
  if (status !== 201) throw new Error(`a new trade: ${status}`)
  return body.id
}

/** Trades without a pause until the server goes away, remembering what it has promised. */
async function trade(http: HttpClient, pair: Pair, onAnswer: () => void): Promise<void> {
  const { seller, buyer } = pair
  async function ask(user: TestUser, path: string, body?: object) {
    const answer = await http.post(path, body, user.token)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status}`)
    return answer.body
  }
  async function say(user: TestUser, id: number) {
    const sent = await ask(user, `/trades/${id}/messages`, { message: 'hello' })
    promised.get(id)?.messages.push(sent.id)
    onAnswer()
  }
  async function move(user: TestUser, id: number, verb: string) {
    const moved = await ask(user, `/trades/${id}/${verb}`)
    const known = promised.get(id)
    if (known) known.status = moved.trade.status
    onAnswer()
  }
  for (let round = 0; ; round += 1) {
    const key = crypto.randomUUID()
    keysOf.set(seller, [...(keysOf.get(seller) ?? []), key])
    const id = await create(http, seller, key)
    promised.set(id, { pair, status: 'open', messages: [] })
    onAnswer()
    await say(buyer, id)
    await move(buyer, id, 'buy')
    await say(seller, id)
    if (round % 3 === 2) await move(buyer, id, 'cancel')
    else await move(seller, id, 'release')
  }
}

/** Lets everybody trade at once, and calls `stroke` in the middle of it. */
const strikeTrading = (stroke: () => Promise<unknown>) =>
  strike(
    pairs.map((pair) => (onAnswer) => trade(souk.http, pair, onAnswer)),
    stroke,
  )

const STAGE: Record<TradeStatus, number> = {
  open: 0,
  in_progress: 1,
  disputed: 2,
  completed: 2,
  cancelled: 2,
}

/** Reads everything back that was promised. A request without an answer may have gone through. */
async function expectPromisesKept(): Promise<void> {
  expect(promised.size).toBeGreaterThan(20)
  const broken = [...promised].map(async ([id, { pair, status, messages }]) => {
    const { body } = await souk.http.get(`/trades/${id}`, pair.seller.token)
    const kept = isKept<TradeStatus>(STAGE, status, body.status)
    const chat = await souk.http.get(`/trades/${id}/messages`, pair.buyer.token)
    const said = new Set(chat.body.map((message: { id: number }) => message.id))
    const lost = messages.filter((message) => !said.has(message))
    return kept && lost.length === 0 ? [] : [{ id, status, now: body.status, lost }]
  })
  expect((await Promise.all(broken)).flat()).toEqual([])
  expect(await beside(souk.data).findings()).toEqual([])
}

/** Whoever got no answer asks again under the same key, and has one trade for each key. */
async function expectEachMadeOnce(): Promise<void> {
  for (const [seller, keys] of keysOf) {
    await create(souk.http, seller, keys.at(-1) ?? '')
    const mine = await souk.http.get('/trades?mine=true&per_page=1', seller.token)
    expect(Number(mine.headers.get('x-total-count'))).toBe(keys.length)
  }
}

test('killed at work, Souk takes over its PostgreSQL at the next start and has kept every promise', async () => {
  const postmaster = await postmasterOf(souk.data.dir)
  await strikeTrading(() => souk.end('SIGKILL'))
  expect(isAlive(postmaster)).toBe(true)
  await souk.start()
  expect(await postmasterOf(souk.data.dir)).toBe(postmaster)
  await expectPromisesKept()
  await expectEachMadeOnce()
})

test('killed at work together with its PostgreSQL, Souk starts that again and has kept every promise', async () => {
  const postmaster = await postmasterOf(souk.data.dir)
  await strikeTrading(() => {
    process.kill(postmaster, 'SIGKILL')
    return souk.end('SIGKILL')
  })
  await souk.start()
  expect(await postmasterOf(souk.data.dir)).not.toBe(postmaster)
  await expectPromisesKept()
  await expectEachMadeOnce()
})

interface Sent {
  /** The whole request has left this process. */
  gone: boolean
  answer?: { status: number; id: number } | { error: string }
}

/** Sends one request on a kept-alive connection. */
function send(
  agent: Agent,
  { seller }: Pair,
  onAnswer: () => void,
): { sent: Sent; over: Promise<void> } {
  const sent: Sent = { gone: false }
  const body = JSON.stringify({ asset: 'btc', amount: '0.001' })
  const headers = {
    authorization: `Bearer ${seller.token}`,
    'content-type': 'application/json',
    'content-length': body.length,
  }
  const over = new Promise<void>((resolve) => {
    const fail = (error: Error) => {
      sent.answer = { error: error.message }
      resolve()
    }
    const outgoing = request(`${souk.http.url}/trades`, { method: 'POST', agent, headers })
    outgoing.on('error', fail)
    outgoing.on('response', (incoming) => {
      let text = ''
      incoming.on('error', fail)
      incoming.on('data', (chunk) => {
        text += chunk
      })
      incoming.on('end', () => {
        sent.answer = { status: incoming.statusCode ?? 0, id: JSON.parse(text).id }
        onAnswer()
        resolve()
      })
    })
    outgoing.end(body, () => {
      sent.gone = true
    })
  })
  return { sent, over }
}

test('asked to stop at work, Souk answers what it was sent, ends its PostgreSQL and says so with 0', async () => {
  const postmaster = await postmasterOf(souk.data.dir)
  const agent = new Agent({ keepAlive: true, maxSockets: pairs.length * 2 })
  const underWay = new Set<Sent>()
  const enough = Promise.withResolvers<void>()
  let answers = 0
  let stopping = false
  const onAnswer = () => {
    answers += 1
    if (answers === ENOUGH) enough.resolve()
  }
  const sending = [...pairs, ...pairs].map(async (pair) => {
    while (!stopping) {
      const { sent, over } = send(agent, pair, onAnswer)
      underWay.add(sent)
      await over
      if (!stopping) underWay.delete(sent)
      const { answer } = sent
      if (answer && 'id' in answer && answer.status === 201) {
        promised.set(answer.id, { pair, status: 'open', messages: [] })
      }
    }
  })
  await enough.promise
  const accepted = [...underWay].filter(({ gone }) => gone)
  const ended = souk.end('SIGTERM')
  stopping = true
  await Promise.all(sending)
  expect(await ended).toBe(0)
  // PostgreSQL counts as stopped a moment before its process is gone.
  await expect.poll(() => isAlive(postmaster), { interval: 5, timeout: 2000 }).toBe(false)
  agent.destroy()
  expect(accepted.length).toBeGreaterThan(0)
  expect(accepted.map(({ answer }) => answer)).toEqual(
    accepted.map(() => ({ status: 201, id: expect.any(Number) })),
  )
  await souk.start()
  await expectPromisesKept()
})
