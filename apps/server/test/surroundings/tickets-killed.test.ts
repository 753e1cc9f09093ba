import { UNLIMITED } from '@souk/api'
import { onServer } from '@souk/database/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { HttpClient, TestUser } from '../../src/testing/http-client.ts'
import {
  closeSocketIo,
  type SocketIoClient,
  socketIoClient,
} from '../../src/testing/socket-io-client.ts'
import {
  type CrashData,
  killLeftovers,
  newCrashData,
  type SoukProcess,
  spawnSouk,
} from '../../src/testing/souk-process.ts'
import { startTcpProxy, type TcpProxy } from '../../src/testing/tcp-proxy.ts'
import { ADMIN, startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// A process is killed that takes questions to staff: they hear of all that was answered for, from another one.

const HOST = '127.0.0.1'
const OWNERS = 4

let a: TestSouk
let data: CrashData
let killed: SoukProcess
let wire: TcpProxy
let staff: string
let owners: TestUser[]

beforeAll(async () => {
  a = await startTestSouk({}, { limiter: UNLIMITED })
  staff = await a.logIn(ADMIN.username, ADMIN.password)
  owners = []
  for (let n = 0; n < OWNERS; n += 1) owners.push(await a.signUp(`owner${n}`))
})
afterAll(async () => {
  killLeftovers()
  await a.stop()
})
beforeEach(async () => {
  data = await newCrashData()
  const environment = { DATABASE_URL: a.databaseUrl, SECRET_KEY: TEST_SECRET }
  killed = await spawnSouk(data.dir, environment)
  wire = await startTcpProxy({ host: HOST, port: Number(new URL(killed.http.url).port) })
})
afterEach(async () => {
  closeSocketIo()
  await wire.close()
  await data.remove()
})

const elsewhere = () => wire.turn({ host: HOST, port: a.souk.port })

/** Somebody of staff, and the numbers of the messages that they hear. */
async function listening(url: string): Promise<{ client: SocketIoClient; heard: number[] }> {
  const client = socketIoClient(url, { auth: { token: staff }, transports: ['websocket'] })
  const heard: number[] = []
  client.socket.on('support:new_message', ({ message }: { message: { id: string } }) => {
    heard.push(Number(message.id.replace('msg_', '')))
  })
  await client.connected()
  return { client, heard }
}

async function ask(owner: TestUser, node: HttpClient = a): Promise<string> {
  const question = { subject: 'Lost', content: 'Where is it?', category: 'Delivery' }
  return (await node.post('/api/support', question, owner.token)).body.data.id
}

const write = (node: HttpClient, { token }: TestUser, id: string, content: string) =>
  node.post(`/api/support/${id}/messages`, { content }, token)

/** The numbers of each ticket's messages from one on. */
async function storedSince(first: number): Promise<number[][]> {
  const rows = (await a.sql(
    `select array_agg(id::int order by id) as ids from messages
      where conversation like 'ticket:%' and id >= ${first} group by conversation`,
  )) as { ids: number[] }[]
  return rows.map(({ ids }) => ids)
}

test('what was answered for and not told yet when the process was killed is told by another', async () => {
  const owner = owners[0] as TestUser
  const id = await ask(owner)
  const { heard } = await listening(a.url)
  const sent = await onServer(a.databaseUrl, async (run) => {
    await run('begin')
    await run(`select pg_advisory_xact_lock(hashtextextended('outbox', 0))`)
    const answers = [await write(killed.http, owner, id, 'one'), await ask(owner, killed.http)]
    await killed.end('SIGKILL')
    await run('rollback')
    return answers
  })
  expect(sent[0]).toMatchObject({ status: 201 })
  await vi.waitFor(() => expect(heard).toHaveLength(2), 20_000)
})

const EACH = 150

test('of six hundred messages about four tickets staff miss none, whichever process they hear from', async () => {
  const onKilled = await listening(`http://${HOST}:${wire.port}`)
  const onOther = await listening(a.url)
  const ids = await Promise.all(owners.map((owner) => ask(owner)))
  await vi.waitFor(() => {
    expect([onKilled.heard.length, onOther.heard.length]).toEqual([OWNERS, OWNERS])
  }, 20_000)
  const first = Math.min(...onOther.heard)
  let sent = 0
  const half = Promise.withResolvers<void>()
  await Promise.all([
    ...owners.map(async (owner, which) => {
      for (let n = 0; n < EACH; n += 1) {
        const id = ids[which] as string
        const node = n % 2 === 0 ? killed.http : a
        // Whoever loses the line does not know whether it was written, and writes it again.
        const answer = await write(node, owner, id, `${n}`).catch(() => write(a, owner, id, `${n}`))
        expect(answer.status).toBe(201)
        sent += 1
        if (sent === (OWNERS * EACH) / 2) half.resolve()
      }
    }),
    half.promise.then(() => {
      elsewhere()
      return killed.end('SIGKILL')
    }),
  ])
  const stored = await storedSince(first)
  const byNumber = (one: number, other: number) => one - other
  const all = stored.flat().sort(byNumber)
  expect(all.length).toBeGreaterThanOrEqual(OWNERS * (EACH + 1))
  for (const { heard } of [onKilled, onOther]) {
    await vi.waitFor(() => expect([...new Set(heard)].sort(byNumber)).toEqual(all), {
      timeout: 30_000,
      interval: 100,
    })
  }
  // The one whose process lives on has heard each once, and those of a ticket in order.
  expect(onOther.heard).toHaveLength(all.length)
  for (const numbers of stored) {
    expect(onOther.heard.filter((id) => numbers.includes(id))).toEqual(numbers)
  }
})
