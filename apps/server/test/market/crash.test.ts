import type { OfferStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Beside, beside, isKept, signUpPairs, strike } from '../../src/testing/crash.ts'
import type { HttpClient, TestUser } from '../../src/testing/http-client.ts'
import { makeDue } from '../../src/testing/jobs.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'
import { marketClient } from '../../src/testing/market.ts'
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts'

// The real process, killed under a load of offers. Every step that was answered is there afterwards,
// every coin is where it belongs, every deadline still strikes, and every mail goes out.

const within = { timeout: 20_000, interval: 50 }

let db: Beside
let sink: SmtpSink
let souk: LastingSouk
let pairs: { owner: TestUser; maker: TestUser; ad: number }[]
beforeAll(async () => {
  sink = await startSmtpSink()
  souk = await startLastingSouk({ SMTP_URL: sink.url, MAIL_FROM: 'souk@souk.example' })
  db = beside(souk.data)
  const signedUp = await signUpPairs(souk.http, 4)
  await db.sql(`update users set email = username || '@example.com'`)
  const market = marketClient(souk.http)
  pairs = await Promise.all(
    signedUp.map(async ([owner, maker], i) => ({
      owner,
      maker,
      ad: await market.newAd(owner, { crypto_amount: '90', ad_type: i % 2 ? 'buy' : 'sell' }),
    })),
  )
}, 60_000)
afterAll(async () => {
  await souk?.remove()
  await sink?.kill()
})

/** Each offer as the last answer about it had it, and who may read it. */
const promised = new Map<number, { status: OfferStatus; reader: TestUser }>()
const messages = new Map<number, number[]>()

/** Deals without a pause until the server goes away, remembering what it has promised. */
async function deal(
  http: HttpClient,
  pair: (typeof pairs)[number],
  onAnswer: () => void,
): Promise<void> {
  const market = marketClient(http)
  const { owner, maker, ad } = pair
  const isSale = pairs.indexOf(pair) % 2 === 0
  const [seller, buyer] = isSale ? [owner, maker] : [maker, owner]
  async function move(verb: string, id: number, by: TestUser, status: OfferStatus) {
    const answer = await market.act(verb, id, by, { reason: 'nothing came' })
    if (answer.status !== 200) throw new Error(`${verb}: ${answer.body.message}`)
    promised.set(id, { status, reader: maker })
    onAnswer()
  }
  for (let round = 0; ; round += 1) {
    const id = await market.newOffer(maker, ad, '0.01')
    promised.set(id, { status: 'pending', reader: maker })
    onAnswer()
    const said = await http.post(`/p2p/offer/${id}/messages/`, { message: 'hello' }, maker.token)
    messages.set(id, [said.body.entity.id])
    onAnswer()
    if (round % 5 === 0) continue
    if (round % 5 === 1) await move('cancel', id, maker, 'cancelled')
    else await move('paid', id, buyer, 'paid')
    if (round % 5 === 2) await move('release', id, seller, 'released')
    if (round % 5 === 3) await move('dispute', id, seller, 'disputed')
  }
}

const STAGE: Record<OfferStatus, number> = {
  pending: 0,
  paid: 1,
  disputed: 2,
  released: 2,
  cancelled: 2,
  expired: 2,
}

test('killed at work, Souk has kept every answered step, message and coin', async () => {
  const dealing = pairs.map((pair) => (onAnswer: () => void) => deal(souk.http, pair, onAnswer))
  await strike(dealing, () => souk.end('SIGKILL'))
  await db.retryJobs()
  await souk.start()
  expect(promised.size).toBeGreaterThan(20)
  const broken = [...promised].map(async ([id, { status, reader }]) => {
    const { body } = await souk.http.get(`/p2p/offer/detail/${id}/`, reader.token)
    const chat = await souk.http.get(`/p2p/offer/${id}/messages/`, reader.token)
    const said = new Set(chat.body.entity.map((message: { id: number }) => message.id))
    const now: OfferStatus = body.entity.status
    const kept = isKept(STAGE, status, now)
    const heard = messages.get(id)?.every((message) => said.has(message)) ?? true
    return kept && heard ? [] : [{ id, status, now }]
  })
  expect((await Promise.all(broken)).flat()).toEqual([])
  expect(await db.findings()).toEqual([])
}, 60_000)

test('no deadline was lost: each offer that waits has its job, and each dispute too', async () => {
  const job = (queue: string) => `exists (select from pgboss.job j where j.name = '${queue}'
    and j.state < 'active' and (j.data ->> 'offerId')::bigint = o.id)`
  const waiting = `offers o where o.status = 'pending'`
  expect(await db.countOf(waiting)).toBeGreaterThan(3)
  expect(await db.countOf(`${waiting} and not ${job('offer.expire')}`)).toBe(0)
  const disputed = `offers o where o.status = 'disputed'`
  expect(await db.countOf(disputed)).toBeGreaterThan(3)
  expect(await db.countOf(`${disputed} and not ${job('dispute.escalate')}`)).toBe(0)
})

test('deadlines strike after the crash, and give everything back', async () => {
  await db.sql(
    `update offers set expires_at = now() - interval '1 second' where status = 'pending'`,
  )
  await makeDue(db, 'offer.expire')
  await expect.poll(() => db.countOf(`offers where status = 'pending'`), within).toBe(0)
  expect(await db.countOf(`offers where status = 'expired'`)).toBeGreaterThan(3)
  // Whatever has ended has given back or paid out what it held.
  expect(
    await db.countOf(`offers o join ledger.holds h on h.id = o.hold_id
      where (h.status = 'pending') <> (o.status in ('paid', 'disputed'))`),
  ).toBe(0)
}, 60_000)

test('no mail was lost: one for every step that is followed by one, and all of them arrive', async () => {
  const steps = `events e where e.stream like 'offer:%' and e.type in (
    'offer.created', 'offer.paid', 'offer.cancelled', 'offer.released', 'offer.disputed')`
  const single = await db.countOf(steps)
  const both = await db.countOf(
    `events e where e.stream like 'offer:%' and e.type = 'offer.expired'`,
  )
  expect(await db.countOf(`mails where template like 'offer.%'`)).toBe(
    (single ?? 0) + 2 * (both ?? 0),
  )
  await expect.poll(() => db.countOf(`mails where status <> 'sent'`), within).toBe(0)
  const arrived = new Set(sink.mails.map(({ id }) => id))
  expect(arrived.size).toBe(await db.countOf('mails'))
}, 60_000)
