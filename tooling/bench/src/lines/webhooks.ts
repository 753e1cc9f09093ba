import { once } from 'node:events'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { median } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import type { Took } from '../servers/receiver.ts'
import type { RunningServer, RunningSouk, World } from '../world.ts'

const RECEIVER = fileURLToPath(new URL('../servers/receiver.ts', import.meta.url))

const USERS = 8
const EACH = 500
const TOGETHER = USERS * EACH
const ROUNDS = 5
/** What Souk sends to one endpoint at a time. */
const AT_ONCE = 10

const TRADE = {
  id: 1,
  asset: 'btc',
  amount: '1',
  fee: '0',
  status: 'open',
  sellerId: 1,
  sellerName: 'alice',
  sellerUsername: 'alice',
  buyerId: null,
  buyerName: null,
  buyerUsername: null,
  disputeReason: null,
  resolution: null,
  createdAt: '2026-01-02T03:04:05Z',
  updatedAt: '2026-01-02T03:04:05Z',
}

/** Deliveries of one node, from the log to the receiver, against a loop that sends as much to the same. */
export async function webhooks(world: World): Promise<Row[]> {
  const receiver = world.startServer(RECEIVER)
  const [port] = (await once(receiver.process, 'message')) as [number]
  const url = `http://127.0.0.1:${port}/`
  const souk = await world.startSouk({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' })
  const users = await listeners(souk, url)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round += 1) {
    const told = await rateAt(receiver, () => happen(world, users))
    const sent = await rateAt(receiver, () => sendAll(url))
    if (round === 0) continue // It warms up.
    ours.push(told)
    theirs.push(sent)
  }
  await souk.stop()
  await receiver.stop()
  const line = `webhooks to ${USERS} endpoints, one node`
  return [ratioRow(line, 'a bare loop of the same requests', median(ours), median(theirs), 0.5)]
}

/** Users who are told of their trades. @returns their streams */
async function listeners(souk: RunningSouk, url: string): Promise<string[]> {
  const streams: string[] = []
  for (let n = 0; n < USERS; n += 1) {
    const { id, token } = await souk.signUp(`hears${n}`)
    await souk.post('/api/webhooks', token, { url, events: ['trade.created'] })
    streams.push(`user:${id}`)
  }
  return streams
}

/** Requests a second at the receiver, from the first to the last. */
async function rateAt({ process }: RunningServer, send: () => Promise<void>): Promise<number> {
  const ready = once(process, 'message')
  process.send({ expect: TOGETHER })
  await ready
  const all = once(process, 'message') as Promise<[Took]>
  await send()
  const [{ milliseconds }] = await all
  return (TOGETHER / milliseconds) * 1000
}

async function happen({ pool }: World, streams: readonly string[]): Promise<void> {
  await pool.query(
    `select record_event(row(null, false, null, now()), $1, 'trade.created', $2)
       from generate_series(1, $3)`,
    [streams, TRADE, EACH],
  )
}

const PAYLOAD = JSON.stringify({
  event: 'trade.created',
  timestamp: TRADE.createdAt,
  data: { id: 1, asset: 'BTC', amount: '1.00', status: 'open', seller_name: 'alice' },
})

const HEADERS = {
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(PAYLOAD)),
  'webhook-id': `msg_${'0'.repeat(32)}`,
  'webhook-timestamp': '1773480667',
  'webhook-signature': `v1,${'0'.repeat(44)}`,
  'x-webhook-signature': `sha256=${'0'.repeat(64)}`,
}

async function sendAll(url: string): Promise<void> {
  let left = TOGETHER
  const loop = async () => {
    while (left > 0) {
      left -= 1
      await sendOne(url)
    }
  }
  await Promise.all(Array.from({ length: USERS * AT_ONCE }, loop))
}

function sendOne(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: HEADERS, agent: false }, (response) => {
      response.resume()
      response.on('end', resolve)
    })
    sent.on('error', reject)
    sent.end(PAYLOAD)
  })
}
