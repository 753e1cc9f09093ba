import { percentile } from '../rate.ts'
import type { Row } from '../report.ts'
import { allHear, openSocket } from '../sockets.ts'
import type { World } from '../world.ts'

const RATE = 200
const SECONDS = 5

/** From sending by REST to the frame on another's socket, at 200 messages a second. */
export async function delivery(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const seller = await souk.signUp('sender')
  const hearer = await souk.signUp('listener')
  const trade = (await souk.post('/trades', seller.token, { asset: 'usdt', amount: '1' })) as {
    id: number
  }
  const url = `${souk.url.replace('http', 'ws')}/ws/trades?token=${hearer.token}`
  const socket = await openSocket(url)
  const sentAt = new Map<string, number>()
  const times: number[] = []
  const started = allHear([socket], 1)
  socket.send(JSON.stringify({ action: 'join', trade_id: trade.id }))
  await started
  socket.on('message', (data) => {
    const { message } = JSON.parse(data.toString()) as { message: string }
    times.push(performance.now() - (sentAt.get(message) ?? Number.NaN))
  })
  const everything = allHear([socket], RATE * SECONDS)
  const start = performance.now()
  for (let n = 0; n < RATE * SECONDS; n += 1) {
    const due = start + (n * 1000) / RATE
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    sentAt.set(String(n), performance.now())
    void souk.post(`/trades/${trade.id}/messages`, seller.token, { message: String(n) })
  }
  await everything
  socket.terminate()
  await souk.stop()
  const shown = (share: number) => `${percentile(times, share).toFixed(1)} ms`
  const measured = `median ${shown(0.5)}, p99 ${shown(0.99)}`
  return [{ line: 'delivery, REST send → frame', against: `${RATE} messages/s`, measured }]
}
