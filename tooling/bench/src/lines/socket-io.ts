import { once } from 'node:events'
import { Agent, request } from 'undici'
import type { WebSocket } from 'ws'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import { connectTo } from '../socket-io-client.ts'
import type { RunningSouk, World } from '../world.ts'

const STAFF = 20
/** All that a user may have. */
const EACH = 10
const SOCKETS = STAFF * EACH
/** How many write, each again once it has been heard. */
const WRITERS = 16
const BARE = new URL('../servers/socket-io.ts', import.meta.url).pathname

const textOf = (writer: number) => `Where is my order? Asks number ${writer}.`
/** What ours says, for the bare server to pass on: the same bytes. */
const bareMessage = (writer: number) => ({
  ticketId: `ticket_${writer}`,
  message: {
    id: 'msg_100000',
    content: textOf(writer),
    isStaff: false,
    user: { username: `asks${writer}`, avatar: null },
    createdAt: '2026-01-01T12:00:00Z',
  },
})

/** One message about a ticket to two hundred sockets of staff: stored and logged, against merely passed on. */
export async function socketIo(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const ours = await staffSockets(world, souk)
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, n) => asking(souk, n)))
  const bare = world.startServer(BARE)
  const [port] = await once(bare.process, 'message')
  const url = `http://127.0.0.1:${port}`
  const theirs = await Promise.all(Array.from({ length: SOCKETS }, () => connectTo(url)))
  const agent = new Agent({ connections: WRITERS, pipelining: 1 })
  const post = async (body: object) => {
    const options = { method: 'POST', body: JSON.stringify(body), dispatcher: agent } as const
    await (await request(url, options)).body.dump()
  }
  const [mine = 0, bares = 0] = await compare([
    { name: 'ours', clients: WRITERS, work: (n) => heard(ours, n, () => writers[n]?.()) },
    { name: 'bare', clients: WRITERS, work: (n) => heard(theirs, n, () => post(bareMessage(n))) },
  ])
  for (const socket of [...ours, ...theirs]) socket.terminate()
  await agent.destroy()
  await bare.stop()
  await souk.stop()
  const name = `Socket.IO to ${SOCKETS} sockets, stored`
  return [ratioRow(name, 'a bare Socket.IO', mine, bares, 0.8)]
}

async function staffSockets(world: World, souk: RunningSouk): Promise<WebSocket[]> {
  const sockets: WebSocket[] = []
  for (let n = 0; n < STAFF; n += 1) {
    const { id, token } = await souk.signUp(`team${n}`)
    await world.pool.query('update users set is_staff = true where id = $1', [id])
    for (let i = 0; i < EACH; i += 1) sockets.push(await connectTo(souk.url, token))
  }
  return sockets
}

/** Somebody with a ticket. @returns writes there */
async function asking(souk: RunningSouk, n: number): Promise<() => Promise<unknown>> {
  const { token } = await souk.signUp(`asks${n}`)
  const question = { subject: 'My order', content: 'Where is it?', category: 'Orders' }
  const made = (await souk.post('/api/support', token, question)) as { data: { id: string } }
  return () => souk.post(`/api/support/${made.data.id}/messages`, token, { content: textOf(n) })
}

/** Writes, and waits until one of the sockets, each writer's own, has heard of it like all others. */
async function heard(
  sockets: readonly WebSocket[],
  writer: number,
  write: () => Promise<unknown> | undefined,
): Promise<void> {
  const socket = sockets[writer] as WebSocket
  const text = textOf(writer)
  const hearing = new Promise<void>((resolve) => {
    const listener = (data: Buffer) => {
      if (!data.includes(text)) return
      socket.off('message', listener)
      resolve()
    }
    socket.on('message', listener)
  })
  await Promise.all([write(), hearing])
}
