import { once } from 'node:events'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import { ask, connectTo, emit } from '../socket-io-client.ts'
import { openTalks, type Talk } from '../talks.ts'
import type { RunningSouk, World } from '../world.ts'

const PAIRS = 250
const BARE = new URL('../servers/rooms.ts', import.meta.url).pathname

/** Messages in negotiation rooms, each kept and delivered, against merely passed on by a Socket.IO of its own. */
export async function rooms(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const ours = await openTalks(PAIRS, async () => {
    const [buyer, seller] = [await newcomer(souk), await newcomer(souk)]
    const store = { storeName: 'Maps', description: 'Of harbours', category: 'Services' }
    await souk.post('/api/sellers', seller.token, store)
    const { id } = (await souk.post('/api/v1/chats/rooms', buyer.token, {
      seller_id: seller.id,
    })) as { id: number }
    return talkIn(souk.url, id, buyer.token, seller.token)
  })
  const bare = world.startServer(BARE)
  const [port] = await once(bare.process, 'message')
  const theirs = await openTalks(PAIRS, (n) => talkIn(`http://127.0.0.1:${port}`, n))
  const [kept = 0, passed = 0] = await compare([
    { name: 'ours', clients: PAIRS, work: ours.turn },
    { name: 'bare', clients: PAIRS, work: theirs.turn },
  ])
  ours.end()
  theirs.end()
  await bare.stop()
  await souk.stop()
  return [ratioRow('messages in 250 rooms, stored', 'a bare Socket.IO', kept, passed, 0.5)]
}

/** Somebody new; without a password, which would take longer than all else. */
async function newcomer(souk: RunningSouk) {
  const { data } = (await souk.post('/api/auth/register')) as {
    data: { id: string; accessToken: string }
  }
  return { id: data.id.replace('user_', 'USR_'), token: data.accessToken }
}

/** Two enter a room. */
async function talkIn(
  url: string,
  room_id: number,
  ...tokens: [string, string] | []
): Promise<Talk> {
  const enter = async (token: string | undefined) => {
    const socket = await connectTo(url, token, '/chat')
    await ask(socket, '/chat', 'join_room', { room_id })
    return socket
  }
  const sockets = [await enter(tokens[0]), await enter(tokens[1])] as const
  return {
    sockets,
    say: (from, message) => emit(sockets[from], '/chat', 'message', { room_id, message }),
  }
}
