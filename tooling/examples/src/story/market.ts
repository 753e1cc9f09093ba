import { makeDue } from '@souk/server/testing/jobs'
import type { World } from '../world.ts'
import type { People } from './people.ts'

const AD = {
  crypto_currency: 'usdt',
  price_per_unit: '1.02',
  ad_type: 'sell',
  payment_method: 'bank_transfer',
  fiat_currency: 'usd',
  crypto_amount: '500',
  start_date: '2026-03-14',
  end_date: '2026-04-14',
  auto_reply_message: 'Hello! Please write the number of the offer into your payment.',
  terms_of_trade: 'Payments from your own account only.',
  time_to_pay: 30,
  min_limit: '20',
}

const NOTE = 'The bank statement shows the payment.'
const REASON = 'Paid an hour ago; the seller does not answer.'

/** Ada sells Bisi USDT for dollars, by document 2. */
export async function tellOfMarket(world: World, people: People): Promise<void> {
  const ad = await advertised(world, people)
  const offer = await offered(people, ad)
  await talk(people, offer)
  await paidAndReleased(people, offer)
  await cancelled(people, ad)
  await disputed(people, ad)
  await ofStaff(people, ad)
  await bought(people)
  await closed(world, people)
  await soldOut(world, people)
}

/** Where the answer says that the new ad is, its document has no number. */
async function newest({ souk }: World): Promise<number> {
  const [row] = (await souk.sql('select max(id)::int as id from ads')) as [{ id: number }]
  return row.id
}

async function advertised(world: World, { ada, bisi }: People): Promise<number> {
  await ada.does('market.ads.create', 'Ada sells 500 USDT', { body: AD })
  await ada.isRefused('market.ads.create', 'INSUFFICIENT_FUNDS', 'Ada does not have as much', {
    body: { ...AD, crypto_amount: '500000' },
  })
  const id = await newest(world)
  const wanted = { ad_type: 'sell', crypto_currency: 'usdt', fiat_currency: 'usd' }
  await bisi.does('market.ads.list', 'Bisi looks who sells for 204 dollars', {
    query: { ...wanted, fiat_amount: '204' },
  })
  await bisi.does('market.ads.get', 'Bisi looks at Ada’s', { path: { id } })
  await ada.does('market.ads.mine', 'Ada looks what is advertised', { query: { status: 'active' } })
  return id
}

const offerOn = (ad: number, amount = '200', fiat = '204.00') => ({
  body: { ad, currency_amount: amount, fiat_amount: fiat },
})

async function offered({ ada, bisi }: People, ad: number): Promise<number> {
  await ada.isRefused('market.offers.create', 'OWN_TRADE', 'It is Ada’s own', offerOn(ad))
  const { id } = await bisi.does('market.offers.create', 'Bisi takes 200 of them', offerOn(ad))
  await bisi.isRefused(
    'market.offers.create',
    'CONFLICT',
    'So many are not left',
    offerOn(ad, '400', '408.00'),
  )
  await ada.does('market.offers.list', 'Ada looks who has come', { query: { status: 'pending' } })
  await bisi.does('market.offers.get', 'Bisi looks where to pay to', { path: { id } })
  return id
}

async function talk({ ada, bisi }: People, offer_id: number): Promise<void> {
  const path = { offer_id }
  const body = { message: 'The transfer is on its way.' }
  const sent = await bisi.does('market.offers.chat.send', 'Bisi writes', { path, body })
  await ada.does('market.offers.chat.list', 'Ada reads', { path })
  const upTo = { up_to: sent.id }
  await ada.does('market.offers.chat.markRead', 'Ada has read it', { path, body: upTo })
}

async function paidAndReleased({ ada, bisi, femi }: People, id: number): Promise<void> {
  const path = { id }
  const not = 'NOT_A_PARTY'
  await femi.isRefused('market.offers.pay', not, 'It is not Femi’s', { path })
  await bisi.does('market.offers.pay', 'Bisi has paid', { path })
  await bisi.isRefused('market.offers.release', not, 'Bisi is not the seller', { path })
  await ada.does('market.offers.release', 'Ada has the money, and releases', { path })
  await bisi.isRefused('market.offers.cancel', 'CONFLICT', 'It is released', { path })
  const body = { positive: true, comment: 'Quick and friendly.' }
  await bisi.does('market.offers.rate', 'Bisi was content', { path, body })
  await bisi.isRefused('market.offers.rate', 'CONFLICT', 'Bisi has said so', { path, body })
}

async function cancelled({ bisi }: People, ad: number): Promise<void> {
  const { id } = await bisi.quietly('market.offers.create', offerOn(ad, '50', '51.00'))
  await bisi.does('market.offers.cancel', 'Bisi changes their mind', { path: { id } })
}

async function disputed(people: People, ad: number): Promise<void> {
  const { ada, bisi, tunde } = people
  const { id } = await bisi.quietly('market.offers.create', offerOn(ad, '100', '102.00'))
  const path = { id }
  const body = { reason: REASON }
  await bisi.isRefused('market.offers.dispute', 'CONFLICT', 'It is not paid', { path, body })
  await bisi.quietly('market.offers.pay', { path })
  await bisi.does('market.offers.dispute', 'Bisi hears nothing', { path, body })
  const statement = 'The receipt of my bank, number 4471, is of 10:14.'
  const file = { offer_id: id }
  await bisi.does('market.disputes.state', 'Bisi states their case', {
    path: file,
    body: { statement },
  })
  await tunde.does('market.disputes.list', 'Tunde looks what is disputed', {
    query: { status: 'open' },
  })
  await tunde.does('market.disputes.assign', 'Tunde takes it on', { path })
  const note = 'Called the bank; they confirm it.'
  await tunde.does('market.disputes.note', 'Tunde notes something', { path, body: { note } })
  await ada.does('market.disputes.get', 'Ada reads what was said', { path: file })
  const resolution = { outcome: 'release', note: NOTE }
  await tunde.does('market.offers.resolve', 'Tunde decides for Bisi', { path, body: resolution })
  await tunde.isRefused('market.offers.resolve', 'CONFLICT', 'It is decided', {
    path,
    body: resolution,
  })
}

/** On a buy ad the maker of an offer is the seller. */
async function bought({ ada, bisi }: People): Promise<void> {
  const wanted = { crypto_amount: '400', ad_type: 'buy', min_limit: undefined }
  await bisi.does('market.ads.create', 'Bisi buys 400 USDT', { body: { ...AD, ...wanted } })
  const [ad] = await bisi.quietly('market.ads.mine')
  const bank = { bank_account_name: 'Ada Okafor', bank_account_number: '0123456789' }
  const given = offerOn(ad.id, '300', '306.00')
  const body = { ...given.body, ...bank, bank_name: 'First Bank' }
  const { id } = await ada.does('market.offers.create', 'Ada sells Bisi 300', { body })
  await bisi.does('market.offers.get', 'Bisi looks where to pay to on an ad of theirs', {
    path: { id },
  })
  await bisi.quietly('market.ads.create', {
    body: { ...AD, ...wanted, crypto_amount: '500000' },
  })
  const [large] = await bisi.quietly('market.ads.mine')
  const much = {
    ...offerOn(large.id, '400000', '408000.00').body,
    ...bank,
    bank_name: 'First Bank',
  }
  await ada.isRefused('market.offers.create', 'INSUFFICIENT_FUNDS', 'Ada does not have as much', {
    body: much,
  })
}

/** Staff who are a side do not decide. */
async function ofStaff({ tunde }: People, ad: number): Promise<void> {
  const { id } = await tunde.quietly('market.offers.create', offerOn(ad, '50', '51.00'))
  const path = { id }
  await tunde.quietly('market.offers.pay', { path })
  await tunde.quietly('market.offers.dispute', { path, body: { reason: REASON } })
  const why = 'Tunde is a side of it'
  await tunde.isRefused('market.disputes.assign', 'NOT_A_PARTY', why, { path })
  const body = { note: NOTE }
  await tunde.isRefused('market.disputes.note', 'NOT_A_PARTY', why, { path, body })
  await tunde.isRefused('market.offers.resolve', 'NOT_A_PARTY', why, {
    path,
    body: { ...body, outcome: 'release' },
  })
}

async function closed(world: World, { ada, bisi }: People): Promise<void> {
  await ada.quietly('market.ads.create', { body: { ...AD, crypto_amount: '80' } })
  const id = await newest(world)
  const path = { id }
  await bisi.isRefused('market.ads.close', 'NOT_A_PARTY', 'It is Ada’s', { path })
  await ada.does('market.ads.close', 'Ada sells no more', { path })
  await ada.isRefused('market.ads.close', 'CONFLICT', 'It is closed', { path })
}

async function soldOut(world: World, { ada, bisi }: People): Promise<void> {
  const body = { ...AD, crypto_amount: '40' }
  await ada.quietly('market.ads.create', { body })
  const taken = offerOn(await newest(world), '40', '40.80')
  const { id } = await bisi.quietly('market.offers.create', taken)
  await ada.quietly('market.offers.release', { path: { id } })
}

const DAY = 24 * 3_600_000

/** A day passes: what nobody pays expires, and so does an old ad; a dispute that nobody answers is for staff. */
export async function tellOfDeadlines(world: World, { ada }: People): Promise<void> {
  const body = { ...AD, start_date: '2026-02-01', end_date: '2026-02-28' }
  await ada.quietly('market.ads.create', { body })
  await world.later(DAY)
  for (const queue of ['offer.expire', 'dispute.escalate']) await makeDue(world.souk, queue)
  await world.settled()
}
