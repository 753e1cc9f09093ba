import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import type { WebSocket } from 'ws'
import { percentile } from '../rate.ts'
import { costRow, type Row } from '../report.ts'
import { residentOf } from '../resident.ts'
import { openSocket } from '../sockets.ts'
import type { Account, RunningSouk, World } from '../world.ts'

/** Of the abuser's sockets. */
const CONNECTIONS = 8
const SECONDS = 4
/** Milliseconds between two calls of the honest user. */
const PACE = 25

const HONEST = { 'x-forwarded-for': '192.0.2.1' }

const DEEDS = [
  'keyed calls that hash',
  'answers left unread',
  'bodies of 80,000 keys',
  'requests sent ahead',
  'frames that say nothing',
  'sign-ups',
]
const ABUSER = fileURLToPath(new URL('../abuser.ts', import.meta.url))

/** What an honest user notices while somebody does their worst within the default limits. */
export async function* abuse(world: World): AsyncIterable<Row> {
  const limits = { RATE_LIMIT_ANONYMOUS: '100', RATE_LIMIT_AUTHENTICATED: '1000', TRUST_PROXY: '1' }
  const souk = await world.startSouk(limits)
  const abuser = await souk.signUp('abuser')
  let people = 0
  /** Each time somebody else, for the honest have a quota as well. */
  const ask = async (seconds: number) =>
    askFor(seconds, souk, await souk.signUp(`honest${people++}`))
  // A server that has been at work: what its first thousands of calls take is no cost of abuse.
  const accounts = await Promise.all(Array.from({ length: 16 }, (_, n) => souk.signUp(`early${n}`)))
  await Promise.all(accounts.map((account) => work(souk, account)))
  const quiet = await ask(2 * SECONDS)
  const before = await residentOf(souk)
  for (const name of DEEDS) {
    const program = world.startServer(ABUSER, souk.url, abuser.token, name, String(SECONDS))
    await once(program.process, 'message')
    yield rowOf(name, quiet, await ask(SECONDS), before, await residentOf(souk))
    await program.stop()
  }
  // With a quota of their own, which the first deed has used up.
  const { sockets, talk } = await subscribe(souk, await souk.signUp('follower'))
  const talking = talk()
  const name = 'subscriptions to one trade'
  yield rowOf(name, quiet, await ask(SECONDS), before, await residentOf(souk))
  await talking
  for (const socket of sockets) socket.terminate()
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

/** What a page of somebody who trades asks for, as often as their quota allows. */
async function work({ post, get }: RunningSouk, { token }: Account): Promise<void> {
  for (let n = 0; n < 250; n += 1) {
    const { id } = (await post('/trades', token, { asset: 'usdt', amount: '1' })) as { id: number }
    await post(`/trades/${id}/messages`, token, { message: `message ${n}` })
    await get(`/trades/${id}`, token)
  }
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
