import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatabase } from '@souk/database'
import { createTestDatabase, type TestDatabase } from '@souk/database/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatMessage, connectChat, newChatPerson, nextOf } from '../../src/testing/chat.ts'
import { guideFile } from '../../src/testing/guide-file.ts'
import { freePort, isHere, type Program, startProgram } from '../../src/testing/program.ts'
import { inRoom, newNegotiation } from '../../src/testing/room-socket.ts'
import { closeSockets } from '../../src/testing/socket-client.ts'
import { closeSocketIo } from '../../src/testing/socket-io-client.ts'
import { startTestSouk } from '../../src/testing/test-souk.ts'

// PGBOUNCER may name the program; without it, it is looked for on the path.
const PROGRAM = process.env.PGBOUNCER ?? 'pgbouncer'
const isThere = isHere(PROGRAM, '--version')

let database: TestDatabase
let dir: string
let pooler: Program | undefined
beforeEach(async () => {
  database = await createTestDatabase()
  dir = mkdtempSync(join(tmpdir(), 'souk-pooler-'))
  chmodSync(dir, 0o755)
})
afterEach(async () => {
  await pooler?.end()
  rmSync(dir, { recursive: true, force: true })
  await database.drop()
})

/** PgBouncer as the guide to operating sets it up, before the test's database. */
async function behindPooler(mode: string): Promise<string> {
  const url = new URL(database.url)
  const name = url.pathname.slice(1)
  const [user, password] = [url.username, decodeURIComponent(url.password)]
  const port = await freePort()
  const users = join(dir, 'userlist.txt')
  writeFileSync(users, `"${user}" "${password}"\n`)
  const file = guideFile('ini pgbouncer.ini', {
    'souk = host=10.0.0.20 port=5432 dbname=souk': `${name} = host=${url.hostname} port=${url.port || 5432}`,
    'listen_addr = 10.0.0.20': 'listen_addr = 127.0.0.1',
    'listen_port = 6432': `listen_port = ${port}`,
    '/etc/pgbouncer/userlist.txt': users,
    'pool_mode = session': `pool_mode = ${mode}`,
  })
  const config = join(dir, 'pgbouncer.ini')
  writeFileSync(config, `${file}unix_socket_dir =\n`)
  pooler = await startProgram(PROGRAM, [config], { port, asNobody: true, endWith: 'SIGINT' })
  return Object.assign(new URL(url), { hostname: '127.0.0.1', port: `${port}` }).href
}

test.for(['transaction', 'statement'])('a pooler in %s mode is refused', async (mode, context) => {
  if (!isThere) return context.skip('no PgBouncer here')
  const refused = connectDatabase({ url: await behindPooler(mode) })
  await expect(refused).rejects.toThrow(/^a pooler in transaction mode .*pool_mode = session\)$/)
})

test('a pooler of sessions is no hindrance', async (context) => {
  if (!isThere) return context.skip('no PgBouncer here')
  const pooled = await connectDatabase({ url: await behindPooler('session') })
  await pooled.tryWriting()
  const { rows } = await pooled.pool.query('show datestyle')
  expect(rows).toEqual([{ DateStyle: 'ISO, MDY' }])
  await pooled.close()
})

test('two processes behind it, with all their connections in use, chat with each other', async (context) => {
  if (!isThere) return context.skip('no PgBouncer here')
  const DATABASE_URL = await behindPooler('session')
  const [one, other] = [
    await startTestSouk({ DATABASE_URL }),
    await startTestSouk({ DATABASE_URL }),
  ]
  try {
    const [ann, ben] = [await newChatPerson(one, 'ann'), await newChatPerson(other, 'ben')]
    const [writer, reader] = [await connectChat(one, ann), await connectChat(other, ben)]
    const { buyer, seller, room } = await newNegotiation(one)
    const phone = await inRoom(other, buyer, room)
    const crowd = [one, other].flatMap((souk) =>
      Array.from({ length: 60 }, () => souk.get('/trades')),
    )
    writer.send(chatMessage(ben, 'through the pooler'))
    await one.post(`/api/v1/chats/rooms/${room}/messages`, { content: 'too' }, seller.token)
    expect(await nextOf(reader, 're_message')).toMatchObject({ message_body: 'through the pooler' })
    expect(await phone.next()).toMatchObject(['message', { content: 'too' }])
    expect((await Promise.all(crowd)).map(({ status }) => status)).not.toContain(503)
  } finally {
    closeSocketIo()
    await closeSockets()
    await other.stop()
    await one.stop()
  }
})
