import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import { openSocket } from '../sockets.ts'
import { openTalks, type Talk } from '../talks.ts'
import type { RunningSouk, World } from '../world.ts'

const PAIRS = 250
const RELAY = new URL('../servers/relay.ts', import.meta.url).pathname

/** Messages of 500 connections in pairs, each kept and delivered, against merely passed on. */
export async function directChat(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const ours = await openTalks(PAIRS, async () =>
    talkOf(await connectToSouk(souk), await connectToSouk(souk)),
  )
  const relay = world.startServer(RELAY)
  const [port] = await once(relay.process, 'message')
  const passes = async (id: string) => ({
    id,
    socket: await openSocket(`ws://127.0.0.1:${port}/${id}`),
  })
  const theirs = await openTalks(PAIRS, async (n) =>
    talkOf(await passes(`${2 * n}`), await passes(`${2 * n + 1}`)),
  )
  const [kept = 0, passed = 0] = await compare([
    { name: 'ours', clients: PAIRS, work: ours.turn },
    { name: 'bare', clients: PAIRS, work: theirs.turn },
  ])
  ours.end()
  theirs.end()
  await relay.stop()
  await souk.stop()
  const line = 'direct messages of 500 connections, stored'
  return [ratioRow(line, 'a bare ws relay', kept, passed, 0.5)]
}

interface Person {
  readonly id: string
  readonly socket: WebSocket
}

function talkOf(...people: [Person, Person]): Talk {
  const [one, two] = people
  return {
    sockets: [one.socket, two.socket],
    say(from, text) {
      const receiver_id = people[1 - from]?.id
      people[from].socket.send(
        JSON.stringify({ action: 'chat_message', message_body: text, receiver_id }),
      )
    },
  }
}

/** Somebody new; without a password, which would take longer than all else. */
async function connectToSouk(souk: RunningSouk): Promise<Person> {
  const { data } = (await souk.post('/api/auth/register')) as {
    data: { id: string; accessToken: string }
  }
  const url = `${souk.url.replace('http', 'ws')}/ws/chat/room/?token=${data.accessToken}`
  return { id: data.id.replace('user_', ''), socket: await openSocket(url) }
}
