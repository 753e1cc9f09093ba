import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import { openSocket } from '../sockets.ts'
import type { RunningSouk, World } from '../world.ts'

const PAIRS = 250
const RELAY = new URL('../servers/relay.ts', import.meta.url).pathname

/** Two who write to each other in turn. */
interface Talk {
  readonly sockets: readonly [WebSocket, WebSocket]
  readonly ids: readonly [string, string]
  said: number
}

/** Messages of 500 connections in pairs, each kept and delivered, against merely passed on. */
export async function directChat(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const ours = await allTalks(() => connectTo(souk))
  const relay = world.startServer(RELAY)
  const [port] = await once(relay.process, 'message')
  const theirs = await allTalks(async (n) => ({
    id: `${n}`,
    socket: await openSocket(`ws://127.0.0.1:${port}/${n}`),
  }))
  const [kept = 0, passed = 0] = await compare([
    { name: 'ours', clients: PAIRS, work: (n) => say(ours[n] as Talk) },
    { name: 'bare', clients: PAIRS, work: (n) => say(theirs[n] as Talk) },
  ])
  for (const { sockets } of [...ours, ...theirs]) for (const socket of sockets) socket.terminate()
  await relay.stop()
  await souk.stop()
  const line = 'direct messages of 500 connections, stored'
  return [ratioRow(line, 'a bare ws relay', kept, passed, 0.5)]
}

interface Person {
  readonly id: string
  readonly socket: WebSocket
}

async function allTalks(connect: (n: number) => Promise<Person>): Promise<Talk[]> {
  const talks: Talk[] = []
  for (let n = 0; n < PAIRS; n += 1) {
    const [one, two] = [await connect(2 * n), await connect(2 * n + 1)]
    talks.push({ sockets: [one.socket, two.socket], ids: [one.id, two.id], said: 0 })
  }
  return talks
}

/** Somebody new; without a password, which would take longer than all else. */
async function connectTo(souk: RunningSouk): Promise<Person> {
  const { data } = (await souk.post('/api/auth/register')) as {
    data: { id: string; accessToken: string }
  }
  const url = `${souk.url.replace('http', 'ws')}/ws/chat/room/?token=${data.accessToken}`
  return { id: data.id.replace('user_', ''), socket: await openSocket(url) }
}

/** Says something, and waits until the other has heard it. */
function say(talk: Talk): Promise<void> {
  talk.said += 1
  const [from, to] = talk.said % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)
  const text = `Is it still there? Asked for the ${talk.said}th time.`
  return new Promise((resolve) => {
    const listener = (data: Buffer) => {
      if (!data.includes(text)) return
      talk.sockets[to].off('message', listener)
      resolve()
    }
    talk.sockets[to].on('message', listener)
    const receiver_id = talk.ids[to]
    talk.sockets[from].send(
      JSON.stringify({ action: 'chat_message', message_body: text, receiver_id }),
    )
  })
}
