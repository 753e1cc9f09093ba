import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { WebSocket } from 'ws'
import { percentile } from '../rate.ts'
import { costRow, type Row } from '../report.ts'
import { residentOf } from '../resident.ts'
import { openSocket } from '../sockets.ts'
import type { Account, RunningSouk, World } from '../world.ts'

/** The abuser's. */
const CONNECTIONS = 8
const SECONDS = 4
/** Milliseconds between two calls of the honest user, who has a quota as well. */
const PACE = 25

const ABUSER = { 'x-forwarded-for': '192.0.2.66' }
const HONEST = { 'x-forwarded-for': '192.0.2.1' }

interface Abuse {
  readonly souk: RunningSouk
  readonly abuser: Account
  readonly agent: Agent
  /** A number that no other call has. */
  readonly next: () => number
}

/** What one connection does again and again. */
type Deed = (abuse: Abuse) => Promise<unknown>

const post = (
  { souk, agent }: Abuse,
  path: string,
  body: string,
  headers: Record<string, string> = {},
) =>
  request(souk.url + path, {
    method: 'POST',
    dispatcher: agent,
    body,
    headers: { ...ABUSER, 'content-type': 'application/json', ...headers },
  }).then((answer) => answer.body.dump())

const PASSWORDS = JSON.stringify({ current_password: 'wrong-one-1', new_password: 'another-one-1' })
const MANY_KEYS = `{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}`

const DEEDS: Readonly<Record<string, Deed>> = {
  'keyed calls that hash': (abuse) =>
    post(abuse, '/auth/password', PASSWORDS, {
      authorization: `Bearer ${abuse.abuser.token}`,
      'idempotency-key': `abuse-${abuse.next()}`,
    }),
  // The answer is asked for and never read.
  'answers left unread': async ({ souk, agent }) => {
    const answer = await request(`${souk.url}/openapi.json`, { dispatcher: agent, headers: ABUSER })
    await pause(100)
    answer.body.destroy()
  },
  'bodies of 80,000 keys': (abuse) => post(abuse, '/login', MANY_KEYS),
  'sign-ups': (abuse) => {
    const username = `abuse${abuse.next()}`
    return post(abuse, '/register', JSON.stringify({ username, password: 'a-password-1' }))
  },
}

/** What an honest user notices while somebody does their worst within the default limits. */
export async function* abuse(world: World): AsyncIterable<Row> {
  const limits = { RATE_LIMIT_ANONYMOUS: '100', RATE_LIMIT_AUTHENTICATED: '1000', TRUST_PROXY: '1' }
  const souk = await world.startSouk(limits)
  const [honest, abuser] = [await souk.signUp('honest'), await souk.signUp('abuser')]
  let calls = 0
  const given = {
    souk,
    abuser,
    agent: new Agent({ connections: CONNECTIONS }),
    next: () => calls++,
  }
  await askFor(2, souk, honest)
  const quiet = await askFor(SECONDS, souk, honest)
  const before = await residentOf(souk)
  for (const [name, deed] of Object.entries(DEEDS)) {
    const done = repeat(deed, given)
    yield rowOf(name, quiet, await askFor(SECONDS, souk, honest), before, await residentOf(souk))
    await done
  }
  // With a quota of their own, which the first deed has used up.
  const { sockets, talk } = await subscribe(souk, await souk.signUp('follower'))
  const talking = talk()
  const name = 'subscriptions to one trade'
  yield rowOf(name, quiet, await askFor(SECONDS, souk, honest), before, await residentOf(souk))
  await talking
  for (const socket of sockets) socket.terminate()
  await given.agent.destroy()
  await souk.stop()
}

function rowOf(what: string, quiet: Asked, asked: Asked, before: number, after: number): Row {
  const [calm, busy] = [quiet, asked].map(({ times }) => percentile(times, 0.99)) as [
    number,
    number,
  ]
  const measured =
    `p99 ${calm.toFixed(1)} ms, then ${busy.toFixed(1)} ms; ${asked.failed} failed; ` +
    `${Math.round(before)} MB, then ${Math.round(after)} MB`
  const row = costRow(
    `GET /auth/me under abuse: ${what}`,
    'a quiet time',
    busy / calm,
    measured,
    10,
  )
  const met = row.met === true && asked.failed === 0 && after <= before * 1.5
  return { ...row, goal: '≤ 10, none failed, memory ≤ 1.5', met }
}

async function repeat(deed: Deed, given: Abuse): Promise<void> {
  const end = performance.now() + SECONDS * 1000
  const one = async () => {
    while (performance.now() < end) await deed(given).catch(() => {})
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
}

interface Asked {
  readonly times: number[]
  readonly failed: number
}

/** What the honest user meets. */
async function askFor(seconds: number, souk: RunningSouk, { token }: Account): Promise<Asked> {
  const end = performance.now() + seconds * 1000
  const headers = { ...HONEST, authorization: `Bearer ${token}` }
  const times: number[] = []
  let failed = 0
  while (performance.now() < end) {
    const start = performance.now()
    const { statusCode, body } = await request(`${souk.url}/auth/me`, { headers })
    await body.dump()
    times.push(performance.now() - start)
    if (statusCode !== 200) failed += 1
    await pause(PACE)
  }
  return { times, failed }
}

/** As many subscriptions to one trade as the abuser gets, and somebody who talks in it. */
async function subscribe(souk: RunningSouk, { token }: Account) {
  const { id } = (await souk.post('/trades', token, { asset: 'usdt', amount: '1' })) as {
    id: number
  }
  const sockets: WebSocket[] = []
  for (let n = 0; n < CONNECTIONS; n += 1) {
    const socket = await openSocket(`${souk.url.replace('http', 'ws')}/trpc?token=${token}`)
    sockets.push(socket)
    for (let last = 0; last < 50; last += 1) {
      const params = {
        path: 'trades.chat.watch',
        input: { tradeId: id, lastEventId: String(last) },
      }
      socket.send(JSON.stringify({ id: last + 1, method: 'subscription', params }))
    }
  }
  async function talk(): Promise<void> {
    for (let n = 0; n < 100; n += 1) {
      await souk.post(`/trades/${id}/messages`, token, { message: `message ${n}` }).catch(() => {})
      await pause((SECONDS * 1000) / 100)
    }
  }
  return { sockets, talk }
}
