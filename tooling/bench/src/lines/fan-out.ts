import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import { allHear, openSocket } from '../sockets.ts'
import type { World } from '../world.ts'

const SOCKETS = 200
const BROADCAST = new URL('../servers/broadcast.ts', import.meta.url).pathname
/** How many of them speak, each again once it has heard itself. */
const SENDERS = 16

const textOf = (sender: number) => `Is the trade still available? Asks number ${sender}.`
const ownFrame = (sender: number) => JSON.stringify({ action: 'message', message: textOf(sender) })
/** A frame as ours comes out, for the bare server to pass on: the same bytes. */
const bareFrame = (sender: number) =>
  JSON.stringify({
    action: 'message',
    trade_id: 1,
    message_id: 10000,
    sender_id: 20,
    sender_name: 'hearer10',
    message: textOf(sender),
    created_at: '2026-01-01 12:00:00',
  })

/** One chat message to two hundred sockets: stored and logged, against merely passed on. */
export async function fanOut(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const seller = await souk.signUp('crier')
  const trade = (await souk.post('/trades', seller.token, { asset: 'usdt', amount: '1' })) as {
    id: number
  }
  const ours: WebSocket[] = []
  for (let n = 0; ours.length < SOCKETS; n += 1) {
    // Ten connections a user.
    const { token } = await souk.signUp(`hearer${n}`)
    for (let i = 0; i < 10; i += 1) {
      const url = `${souk.url.replace('http', 'ws')}/ws/trades?token=${token}`
      ours.push(await joined(await openSocket(url), trade.id))
    }
  }
  const bare = world.startServer(BROADCAST)
  const [port] = await once(bare.process, 'message')
  const theirs = await Promise.all(
    Array.from({ length: SOCKETS }, () => openSocket(`ws://127.0.0.1:${port}`)),
  )
  const [mine = 0, bares = 0] = await compare([
    { name: 'ours', clients: SENDERS, work: (n) => echo(ours, n, ownFrame(n)) },
    { name: 'bare', clients: SENDERS, work: (n) => echo(theirs, n, bareFrame(n)) },
  ])
  for (const socket of [...ours, ...theirs]) socket.terminate()
  await bare.stop()
  await souk.stop()
  return [ratioRow('fan-out to 200 sockets, stored', 'a bare ws broadcast', mine, bares, 0.8)]
}

/** Sends a frame, and waits until its sender has heard it come back like everybody else. */
function echo(sockets: readonly WebSocket[], sender: number, frame: string): Promise<void> {
  const socket = sockets[sender] as WebSocket
  const text = textOf(sender)
  return new Promise((resolve) => {
    const listener = (data: Buffer) => {
      if (!data.includes(text)) return
      socket.off('message', listener)
      resolve()
    }
    socket.on('message', listener)
    socket.send(frame)
  })
}

async function joined(socket: WebSocket, trade: number): Promise<WebSocket> {
  const heard = allHear([socket], 1)
  socket.send(JSON.stringify({ action: 'join', trade_id: trade }))
  await heard
  return socket
}
