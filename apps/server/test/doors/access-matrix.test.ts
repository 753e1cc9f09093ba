import { contract, type ErrorCode, type Procedure, procedures } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getWithBody } from '../../src/testing/get-with-body.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { BANK, type MarketClient, marketClient } from '../../src/testing/market.ts'
import { refusalStatus, restCall } from '../../src/testing/rest-call.ts'
import { PRODUCT, type ShopClient, STORE, shopClient } from '../../src/testing/shop.ts'
import { connectSocket } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

/**
 * Who gets what from every operation there is, by every door to it. `on` is what it is tried on:
 * an ad and an offer, or a trade, between the seller (who owns the ad) and the buyer; money of the
 * seller's; what they have asked staff; or their store, a product in it, and what the buyer says of that. `+` is done. An operation that nobody has classified here fails the test.
 */
const MATRIX = `
operation                  on          | stranger | seller   | buyer    | staff    | staff seller | staff buyer
auth.logout                account     | +        | -        | -        | +        | -            | -
auth.changePassword        account     | +        | -        | -        | +        | -            | -
auth.email.verify          nothing     | conflict | conflict | conflict | conflict | conflict     | conflict
auth.email.resend          nothing     | conflict | conflict | conflict | conflict | conflict     | conflict
auth.me                    nothing     | +        | +        | +        | +        | +            | +
auth.update                nothing     | +        | +        | +        | +        | +            | +
auth.twoFactor.setup       nothing     | +        | +        | +        | +        | +            | +
auth.twoFactor.verify      account     | conflict | -        | -        | conflict | -            | -
auth.twoFactor.get         nothing     | +        | +        | +        | +        | +            | +
auth.twoFactor.update      nothing     | conflict | conflict | conflict | conflict | conflict     | conflict
auth.twoFactor.disable     nothing     | conflict | conflict | conflict | conflict | conflict     | conflict
auth.twoFactor.devices.list nothing    | +        | +        | +        | +        | +            | +
auth.twoFactor.devices.forget device   | missing  | +        | missing  | missing  | +            | missing
me.events                  nothing     | +        | +        | +        | +        | +            | +
market.ads.create          nothing     | +        | +        | +        | +        | +            | +
market.ads.get             ad          | +        | +        | +        | +        | +            | +
market.ads.list            ad          | +        | +        | +        | +        | +            | +
market.ads.mine            ad          | +        | +        | +        | +        | +            | +
market.ads.close           ad          | party    | +        | party    | +        | +            | +
market.offers.create       ad          | +        | own      | +        | +        | own          | +
market.offers.get          pending     | missing  | +        | +        | +        | +            | +
market.offers.list         pending     | +        | +        | +        | +        | +            | +
market.offers.pay          pending     | party    | party    | +        | party    | party        | +
market.offers.cancel       pending     | party    | party    | +        | party    | party        | +
market.offers.release      pending     | party    | +        | party    | party    | +            | party
market.offers.dispute      paid        | party    | +        | +        | party    | +            | +
market.offers.resolve      disputed    | staff    | staff    | staff    | +        | party        | party
market.offers.rate         released    | party    | +        | +        | party    | +            | +
market.offers.chat.send    pending     | missing  | +        | +        | +        | +            | +
market.offers.chat.list    pending     | missing  | +        | +        | +        | +            | +
market.offers.chat.watch   pending     | missing  | +        | +        | +        | +            | +
market.disputes.get        disputed    | missing  | +        | +        | +        | +            | +
market.disputes.state      disputed    | party    | +        | +        | +        | +            | +
market.disputes.list       disputed    | staff    | staff    | staff    | +        | +            | +
market.disputes.assign     disputed    | staff    | staff    | staff    | +        | party        | party
market.disputes.note       disputed    | staff    | staff    | staff    | +        | party        | party
market.events              nothing     | +        | +        | +        | +        | +            | +
shop.products.list         product     | +        | +        | +        | +        | +            | +
shop.products.get          product     | +        | +        | +        | +        | +            | +
shop.products.create       store       | forbidden | +        | forbidden | forbidden | +            | forbidden
shop.products.update       product     | forbidden | +        | forbidden | forbidden | +            | forbidden
shop.products.delete       product     | forbidden | +        | forbidden | forbidden | +            | forbidden
shop.sellers.list          store       | +        | +        | +        | +        | +            | +
shop.sellers.get           store       | +        | +        | +        | +        | +            | +
shop.sellers.create        account     | +        | -        | -        | +        | -            | -
shop.sellers.update        store       | forbidden | +        | forbidden | forbidden | +            | forbidden
shop.sellers.verify        store       | staff    | staff    | staff    | +        | +            | +
shop.sellers.unverify      store       | staff    | staff    | staff    | +        | +            | +
shop.reviews.list          product     | +        | +        | +        | +        | +            | +
shop.reviews.create        product     | forbidden | forbidden | +        | forbidden | forbidden    | +
shop.reviews.markHelpful   review      | +        | +        | forbidden | +        | +            | forbidden
shop.orders.list           order       | +        | +        | +        | +        | +            | +
shop.orders.get            order       | missing  | +        | +        | +        | +            | +
shop.orders.create         product     | +        | input    | +        | +        | input        | +
shop.orders.update         order       | missing  | party    | +        | party    | party        | +
shop.escrow.list           held        | +        | +        | +        | +        | +            | +
shop.escrow.get            held        | missing  | +        | +        | +        | +            | +
shop.escrow.create         order       | missing  | missing  | +        | missing  | missing      | +
shop.escrow.release        held        | missing  | +        | +        | party    | +            | +
shop.escrow.dispute        held        | missing  | +        | +        | party    | +            | +
shop.escrow.resolve        escrow      | staff    | staff    | staff    | +        | party        | party
shop.wallet.get            nothing     | +        | +        | +        | +        | +            | +
shop.wallet.open           nothing     | +        | +        | +        | +        | +            | +
shop.wallet.setPayoutAddress nothing   | +        | +        | +        | +        | +            | +
support.list               ticket      | +        | +        | +        | +        | +            | +
support.get                ticket      | missing  | +        | missing  | +        | +            | +
support.create             nothing     | +        | +        | +        | +        | +            | +
support.update             ticket      | missing  | +        | missing  | +        | +            | +
support.all                ticket      | staff    | staff    | staff    | +        | +            | +
support.messages.list      ticket      | missing  | +        | missing  | +        | +            | +
support.messages.send      ticket      | missing  | +        | missing  | +        | +            | +
notifications.list         nothing     | +        | +        | +        | +        | +            | +
notifications.read         nothing     | +        | +        | +        | +        | +            | +
notifications.settings.get nothing     | +        | +        | +        | +        | +            | +
notifications.settings.update nothing  | +        | +        | +        | +        | +            | +
webhooks.list              nothing     | +        | +        | +        | +        | +            | +
webhooks.get               webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.create            nothing     | +        | +        | +        | +        | +            | +
webhooks.update            webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.delete            webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.rotateSecret      webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.test              webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.redeliver         webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.deliveries.list   webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.deliveries.get    webhook     | missing  | +        | missing  | missing  | +            | missing
webhooks.deliveries.redeliver webhook     | missing  | +        | missing  | missing  | +            | missing
staff.users.list           nothing     | staff    | staff    | staff    | +        | +            | +
staff.coins.list           nothing     | staff    | staff    | staff    | +        | +            | +
staff.coins.enable         nothing     | staff    | staff    | staff    | +        | +            | +
staff.coins.disable        nothing     | staff    | staff    | staff    | +        | +            | +
staff.settings.get         somebody    | staff    | staff    | staff    | +        | +            | +
staff.settings.update      somebody    | staff    | staff    | staff    | +        | +            | +
staff.limits.list          nothing     | staff    | staff    | staff    | +        | +            | +
staff.limits.set           nothing     | staff    | staff    | staff    | +        | +            | +
staff.transactions.list    nothing     | staff    | staff    | staff    | +        | +            | +
staff.deposits.list        nothing     | staff    | staff    | staff    | +        | +            | +
staff.deposits.credit      deposit     | staff    | staff    | staff    | +        | forbidden    | +
staff.deposits.reject      deposit     | staff    | staff    | staff    | +        | forbidden    | +
staff.withdrawals.list     nothing     | staff    | staff    | staff    | +        | +            | +
staff.withdrawals.approve  withdrawal  | staff    | staff    | staff    | +        | forbidden    | +
staff.withdrawals.reject   withdrawal  | staff    | staff    | staff    | +        | forbidden    | +
staff.twoFactor.reset      somebody    | staff    | staff    | staff    | conflict | conflict     | conflict
staff.audit.list           nothing     | staff    | staff    | staff    | +        | +            | +
staff.confirmations.list   nothing     | staff    | staff    | staff    | +        | +            | +
trades.list                trade       | +        | +        | +        | +        | +            | +
trades.get                 trade       | missing  | +        | +        | +        | +            | +
trades.create              nothing     | +        | +        | +        | +        | +            | +
trades.buy                 trade       | conflict | own      | conflict | conflict | own          | conflict
trades.release             trade       | missing  | +        | not his  | not his  | +            | not his
trades.cancel              trade       | missing  | conflict | +        | conflict | conflict     | +
trades.dispute             trade       | missing  | +        | +        | not his  | +            | +
trades.resolve             trade       | staff    | staff    | staff    | conflict | not his      | not his
trades.watch               trade       | missing  | +        | +        | +        | +            | +
trades.chat.send           trade       | missing  | +        | +        | +        | +            | +
trades.chat.list           trade       | missing  | +        | +        | +        | +            | +
trades.chat.watch          trade       | missing  | +        | +        | +        | +            | +
wallet.get                 nothing     | +        | +        | +        | +        | +            | +
wallet.transfer            nothing     | +        | +        | +        | +        | +            | +
wallet.deposits.create     nothing     | +        | +        | +        | +        | +            | +
wallet.deposits.list       deposit     | +        | +        | +        | +        | +            | +
wallet.withdrawals.create  nothing     | +        | +        | +        | +        | +            | +
wallet.withdrawals.list    withdrawal  | +        | +        | +        | +        | +            | +
wallet.withdrawals.cancel  withdrawal  | missing  | +        | missing  | missing  | +            | missing
`

/** Credentials are nothing to these. */
const PUBLIC = [
  'auth.signUp',
  'auth.register',
  'auth.login',
  'auth.refresh',
  'auth.anonymous.register',
  'auth.anonymous.login',
]
/** What a token does whose second factor is to come. */
const UNVERIFIED = ['auth.twoFactor.verify']
/** What anybody may ask, signed in or not; and what he gets who is not. */
const ANYONE: Record<string, Expected> = {
  'shop.products.list': '+',
  'shop.products.get': '+',
  'shop.sellers.list': '+',
  'shop.sellers.get': '+',
  'shop.reviews.list': '+',
  'trades.list': '+',
  'trades.get': 'NOT_FOUND',
  'trades.watch': 'NOT_FOUND',
}

type Expected = '+' | ErrorCode
const CODES: Record<string, Expected> = {
  '+': '+',
  party: 'NOT_A_PARTY',
  missing: 'NOT_FOUND',
  staff: 'FORBIDDEN',
  forbidden: 'FORBIDDEN',
  'not his': 'FORBIDDEN',
  input: 'VALIDATION_FAILED',
  own: 'OWN_TRADE',
  conflict: 'CONFLICT',
}

const CALLERS = ['stranger', 'seller', 'buyer', 'staff', 'staff seller', 'staff buyer'] as const
type Caller = (typeof CALLERS)[number]
const OUTSIDERS = ['no credential', 'a bad token', 'a banned user'] as const
type Outsider = (typeof OUTSIDERS)[number]

interface Row {
  readonly path: string
  readonly on: string
  readonly expected: Readonly<Record<Caller, Expected | undefined>>
}

const rows: Row[] = MATRIX.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [what = '', ...cells] = line.split('|').map((part) => part.trim())
    const [path = '', on = ''] = what.split(/ +/)
    const expected = CALLERS.map((caller, i) => [caller, CODES[cells[i] ?? '']])
    return { path, on, expected: Object.fromEntries(expected) }
  })

const all = [...procedures(contract)]

function procedureAt(path: string): Procedure {
  const found = all.find((one) => one.path === path)
  if (!found) throw new Error(`there is no ${path}`)
  return found.procedure
}

let souk: TestSouk
let market: MarketClient
let shop: ShopClient
let people: Record<Caller, TestUser>
let admin: string
let banned: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  market = marketClient(souk)
  shop = shopClient(souk)
  const names = CALLERS.map((caller) =>
    caller === 'staff' ? 'staff_beside' : caller.replace(' ', '_'),
  )
  const users = await Promise.all(names.map((name) => souk.signUp(name)))
  await souk.sql(`update users set email = username || '.secret@example.com'`)
  await souk.sql(`update users set is_staff = true where username like 'staff%'`)
  people = Object.fromEntries(CALLERS.map((caller, i) => [caller, users[i]])) as never
  // Without their orders, the buyers have paid for everything, and received it.
  for (const name of ['has_bought', 'has_completed']) {
    await souk.sql(`create or replace function ${name}(p_user bigint, p_product bigint)
      returns boolean language sql stable as
      $$ select exists (select from users where id = p_user and username like '%buyer') $$`)
  }
  admin = await souk.logIn(ADMIN.username, ADMIN.password)
  banned = await souk.signUp('banned')
  const settings = `/exec/user/settings/${banned.id}/`
  await souk.request('PATCH', settings, { token: admin, body: { is_active: false } })
})
afterAll(() => souk.stop())

/** What an operation is tried on; a field that does not matter is 0 or empty. */
interface Target {
  readonly ad: number
  readonly offer: number
  readonly trade: number
  /** Of a deposit, a withdrawal or a device. */
  readonly money: string
  readonly user: string
  readonly store: string
  readonly product: string
  readonly review: string
  readonly order: string
  readonly escrow: string
  readonly ticket: string
  readonly webhook: string
  readonly delivery: string
}
const NOTHING: Target = {
  ad: 0,
  offer: 0,
  trade: 0,
  money: '',
  user: '',
  store: '',
  product: '',
  review: '',
  order: '',
  escrow: '',
  ticket: '',
  webhook: '',
  delivery: '',
}

const sides = (caller: Caller) => ({
  seller: caller === 'staff seller' ? people[caller] : people.seller,
  buyer: caller === 'staff buyer' ? people[caller] : people.buyer,
})

const ADDRESS = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
/** What concerns nobody but those who are told; each is somewhere in what the tests make. */
const SECRETS = {
  bank: BANK.bank_account_number,
  chat: 'secret of the chat',
  reason: 'secret of the dispute',
  statement: 'secret of the statement',
  note: 'secret among staff',
  address: ADDRESS,
  transaction: '5ec7e7'.padEnd(64, '0'),
  email: '.secret@example.com',
  download: 'https://example.com/secret-download',
  question: 'secret of the ticket',
  hook: 'secret-of-the-hook',
}

let made = 0

async function targetFor(on: string, caller: Caller): Promise<Target> {
  const { seller, buyer } = sides(caller)
  made += 1
  if (on === 'device') {
    const id = crypto.randomUUID()
    await souk.sql(`insert into remembered_devices values
      ('${id}', ${seller.id}, sha256('${id}'), now(), now() + interval '1 day')`)
    return { ...NOTHING, money: id }
  }
  if (on === 'somebody') return { ...NOTHING, user: String(people.buyer.id) }
  if (on === 'deposit' || on === 'withdrawal') {
    const body = {
      currency: 'usdt',
      amount: '0.01',
      transaction_id: `${SECRETS.transaction}:${made}`,
    }
    const out = { currency: 'btc', amount: '0.01', address: ADDRESS }
    const answer = await souk.post(`/wallet/${on}s/`, on === 'deposit' ? body : out, seller.token)
    return { ...NOTHING, money: answer.body.entity.id }
  }
  if (on === 'trade') {
    const { body } = await souk.post('/trades', { asset: 'btc', amount: '0.01' }, seller.token)
    await souk.post(`/trades/${body.id}/buy`, {}, buyer.token)
    await souk.post(`/trades/${body.id}/messages`, { message: SECRETS.chat }, buyer.token)
    return { ...NOTHING, trade: body.id }
  }
  if (on === 'ticket') {
    const question = { subject: 'Help', content: SECRETS.question, category: 'Other' }
    const { body } = await souk.post('/api/support', question, seller.token)
    return { ...NOTHING, ticket: body.data.id }
  }
  if (on === 'webhook') return webhookOf(seller)
  if (['store', 'product', 'review', 'order', 'held', 'escrow'].includes(on))
    return inStore(on, seller, buyer)
  return on === 'nothing' || on === 'account' ? NOTHING : dealIn(on, seller, buyer)
}

/** One that was told something, which will be told again only when it is asked for. */
async function webhookOf({ id }: TestUser): Promise<Target> {
  const [made] = (await souk.sql(
    `with made as (
       insert into webhook_endpoints (user_id, url, events, secret, after_seq, created_at, updated_at)
       values (${id}, 'https://example.com/${SECRETS.hook}', '{trade.created}', '',
               follow_for_webhooks(${id}), now(), now()) returning id)
     insert into webhook_deliveries (endpoint_id, event, body, status, give_up_at, created_at)
     select id, 'trade.created', '${SECRETS.hook}', 'failed', now(), now() from made
     returning endpoint_id as webhook, id as delivery`,
  )) as [{ webhook: string; delivery: string }]
  return { ...NOTHING, ...made }
}

const stores = new Map<TestUser, Promise<string>>()

async function inStore(on: string, seller: TestUser, buyer: TestUser): Promise<Target> {
  const opened = stores.get(seller) ?? shop.newSeller(seller)
  stores.set(seller, opened)
  const store = await opened
  if (on === 'store') return { ...NOTHING, store }
  const product = await shop.newProduct(seller, { downloadUrl: SECRETS.download })
  if (on === 'product') return { ...NOTHING, store, product }
  if (on !== 'review') return { ...NOTHING, ...(await inOrder(on, product, seller, buyer)) }
  const path = `/api/products/${product}/reviews`
  const { body } = await souk.post(path, { rating: 5 }, buyer.token)
  return { ...NOTHING, store, product, review: body.data.id }
}

const RELEASE_CODE = 'secret-release-code'

/** An order of a product; `held` in escrow and confirmed, or an `escrow` that is disputed. */
async function inOrder(on: string, product: string, seller: TestUser, buyer: TestUser) {
  const order = await shop.newOrder(buyer, product)
  if (on === 'order') return { order }
  const escrow = await shop.newEscrow(buyer, order, RELEASE_CODE)
  await shop.step(buyer, order, 'PAID')
  await shop.step(seller, order, 'CONFIRMED')
  if (on === 'escrow') {
    await souk.post(`/api/escrow/${escrow}/dispute`, { reason: SECRETS.reason }, buyer.token)
  }
  return { order, escrow }
}

async function dealIn(on: string, seller: TestUser, buyer: TestUser): Promise<Target> {
  const ad = await market.newAd(seller, { crypto_amount: '0.02' })
  if (on === 'ad') return { ...NOTHING, ad }
  const offer = await market.newOffer(buyer, ad, '0.01')
  await souk.post(`/p2p/offer/${offer}/messages/`, { message: SECRETS.chat }, seller.token)
  if (on === 'paid' || on === 'disputed') await market.act('paid', offer, buyer)
  if (on === 'released') await market.act('release', offer, seller)
  if (on === 'disputed') {
    await market.act('dispute', offer, buyer, { reason: SECRETS.reason })
    const file = `/p2p/offer/${offer}/dispute/statements/`
    await souk.post(file, { statement: SECRETS.statement }, seller.token)
    await souk.post(`/exec/disputes/${offer}/notes/`, { note: SECRETS.note }, people.staff.token)
  }
  return { ...NOTHING, ad, offer }
}

type Input = Record<string, unknown>

/** A good input of each operation. */
const INPUTS: Record<string, (target: Target, caller: TestUser) => Input> = {
  'auth.changePassword': (_, { password }) => ({
    currentPassword: password,
    newPassword: 'new-secret-1',
  }),
  'auth.update': () => ({ avatar: 'https://example.com/a.png' }),
  'auth.twoFactor.verify': () => ({ token: '123456' }),
  'auth.twoFactor.update': () => ({ confirmReleases: true }),
  'auth.twoFactor.disable': () => ({ code: '123456' }),
  'auth.twoFactor.devices.forget': ({ money }) => ({ id: money }),
  'auth.email.verify': () => ({ code: '7KQ2M9XTRA' }),
  'market.ads.create': () => ({
    cryptoCurrency: 'btc',
    pricePerUnit: '200',
    adType: 'buy',
    paymentMethod: 'cash',
    fiatCurrency: 'usd',
    cryptoAmount: '0.01',
  }),
  'market.ads.get': ({ ad }) => ({ id: ad }),
  'market.ads.close': ({ ad }) => ({ id: ad }),
  'market.offers.create': ({ ad }) => ({ ad, currencyAmount: '0.01', fiatAmount: '2.00' }),
  'market.offers.dispute': ({ offer }) => ({ id: offer, reason: SECRETS.reason }),
  'market.offers.resolve': ({ offer }) => ({ id: offer, outcome: 'refund' }),
  'market.offers.rate': ({ offer }) => ({ id: offer, positive: true }),
  'market.offers.chat.send': ({ offer }) => ({ offerId: offer, message: SECRETS.chat }),
  'market.offers.chat.list': ({ offer }) => ({ offerId: offer }),
  'market.offers.chat.watch': ({ offer }) => ({ offerId: offer }),
  'market.disputes.get': ({ offer }) => ({ offerId: offer }),
  'market.disputes.state': ({ offer }) => ({ offerId: offer, statement: SECRETS.statement }),
  'market.disputes.assign': ({ offer }) => ({ id: offer, userId: people.staff.id }),
  'market.disputes.note': ({ offer }) => ({ id: offer, note: SECRETS.note }),
  'shop.products.get': ({ product }) => ({ id: product }),
  'shop.products.create': () => ({ ...PRODUCT, downloadUrl: null }),
  'shop.products.update': ({ product }) => ({ id: product, inStock: false }),
  'shop.products.delete': ({ product }) => ({ id: product }),
  'shop.sellers.get': ({ store }) => ({ id: store }),
  'shop.sellers.create': () => STORE,
  'shop.sellers.update': ({ store }) => ({ id: store, responseTime: '1 hour' }),
  'shop.sellers.verify': ({ store }) => ({ id: store }),
  'shop.sellers.unverify': ({ store }) => ({ id: store }),
  'shop.reviews.list': ({ product }) => ({ productId: product }),
  'shop.reviews.create': ({ product }) => ({ productId: product, rating: 4 }),
  'shop.reviews.markHelpful': ({ review }) => ({ id: review }),
  'shop.orders.get': ({ order }) => ({ id: order }),
  'shop.orders.create': ({ product }) => ({ items: [{ productId: product, quantity: 1 }] }),
  'shop.orders.update': ({ order }) => ({ id: order, status: 'PAID' }),
  'shop.escrow.get': ({ escrow }) => ({ id: escrow }),
  'shop.escrow.create': ({ order }) => ({ orderId: order, releaseCode: RELEASE_CODE }),
  'shop.escrow.release': ({ escrow }) => ({ id: escrow, releaseCode: RELEASE_CODE }),
  'shop.escrow.dispute': ({ escrow }) => ({ id: escrow, reason: SECRETS.reason }),
  'shop.escrow.resolve': ({ escrow }) => ({ id: escrow, outcome: 'refund' }),
  'shop.wallet.setPayoutAddress': () => ({ address: OTHER_ADDRESS }),
  'support.get': ({ ticket }) => ({ id: ticket }),
  'support.create': () => ({ subject: 'Help', content: 'How?', category: 'Other' }),
  'support.update': ({ ticket }) => ({ id: ticket, status: 'closed' }),
  'support.messages.list': ({ ticket }) => ({ id: ticket }),
  'support.messages.send': ({ ticket }) => ({ id: ticket, content: SECRETS.question }),
  'webhooks.get': ({ webhook }) => ({ id: webhook }),
  'webhooks.create': () => ({ url: 'https://example.com/hook', events: ['ad.expired'] }),
  'webhooks.update': ({ webhook }) => ({ id: webhook, events: ['ad.expired'] }),
  'webhooks.delete': ({ webhook }) => ({ id: webhook }),
  'webhooks.rotateSecret': ({ webhook }) => ({ id: webhook }),
  'webhooks.test': ({ webhook }) => ({ id: webhook }),
  'webhooks.redeliver': ({ webhook }) => ({ id: webhook, since: '2026-01-01T00:00:00Z' }),
  'webhooks.deliveries.list': ({ webhook }) => ({ id: webhook }),
  'webhooks.deliveries.get': ({ webhook, delivery }) => ({ id: webhook, deliveryId: delivery }),
  'webhooks.deliveries.redeliver': ({ webhook, delivery }) => ({
    id: webhook,
    deliveryId: delivery,
  }),
  'staff.coins.enable': () => ({ coin: 'trx' }),
  'staff.coins.disable': () => ({ coin: 'trx' }),
  'staff.twoFactor.reset': ({ user }) => ({ userId: user }),
  'staff.settings.get': ({ user }) => ({ userId: user }),
  'staff.settings.update': ({ user }) => ({ userId: user, canTradeTrx: true }),
  'staff.limits.set': () => ({ coin: 'trx', maximum: '1000' }),
  'staff.deposits.credit': ({ money }) => ({ id: money }),
  'staff.deposits.reject': ({ money }) => ({ id: money, reason: 'nothing came' }),
  'staff.withdrawals.approve': ({ money }) => ({ id: money }),
  'staff.withdrawals.reject': ({ money }) => ({ id: money, reason: 'no' }),
  'trades.create': () => ({ asset: 'btc', amount: '0.01' }),
  'trades.dispute': ({ trade }) => ({ id: trade, reason: SECRETS.reason }),
  'trades.resolve': ({ trade }) => ({ id: trade, outcome: 'refund' }),
  'trades.watch': ({ trade }) => ({ tradeId: trade }),
  'trades.chat.send': ({ trade }) => ({ tradeId: trade, message: SECRETS.chat }),
  'trades.chat.list': ({ trade }) => ({ tradeId: trade }),
  'trades.chat.watch': ({ trade }) => ({ tradeId: trade }),
  'wallet.transfer': () => ({ currency: 'usdt', amount: '0.01', from: 'main', to: 'p2p' }),
  'wallet.deposits.create': () => ({ currency: 'usdt', amount: '1' }),
  'wallet.withdrawals.create': () => ({ currency: 'btc', amount: '0.01', address: OTHER_ADDRESS }),
  'wallet.withdrawals.cancel': ({ money }) => ({ id: money }),
}
const OTHER_ADDRESS = '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'

function inputOf({ path, on }: Row, target: Target, caller: TestUser): Input {
  const known = INPUTS[path]
  if (known) return known(target, caller)
  const takesId = 'id' in ((procedureAt(path).input as { shape?: object }).shape ?? {})
  if (!takesId) return {}
  return { id: on === 'trade' ? target.trade : target.offer }
}

/** What somebody was answered: done or why not, and every word of it. */
interface Heard {
  readonly code: Expected
  readonly text: string
}

type Door = (path: string, input: Input, token: string | undefined) => Promise<Heard>

const overTrpc: Door = async (path, input, token) => {
  const isQuery = procedureAt(path).kind === 'query'
  const query = isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const response = await fetch(`${souk.url}/trpc/${path}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      // As the SDK does: so no operation may ask outside while it holds a connection.
      ...(!isQuery && { 'idempotency-key': crypto.randomUUID() }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(!isQuery && { body: JSON.stringify(input) }),
  })
  const text = await response.text()
  return { text, code: response.ok ? '+' : JSON.parse(text).error.data.soukCode }
}

const overSocket: Door = async (path, input, token) => {
  const query = token === undefined ? '' : `?token=${token}`
  const url = `${souk.url.replace('http', 'ws')}/trpc${query}`
  const client = await connectSocket(url).catch((error: Error) => error)
  if (client instanceof Error) {
    expect(client.message).toBe('refused with 401')
    return { code: 'INVALID_TOKEN', text: '' }
  }
  client.send({ id: 1, method: 'subscription', params: { path, input } })
  const first = await client.next()
  const frame = first.result?.type === 'started' ? await client.next() : first
  client.close()
  return { code: frame.error?.data.soukCode ?? '+', text: JSON.stringify(frame) }
}

/** Every door to an operation; what REST answers must have the status of what is expected. */
function doorsOf(path: string, expected: Expected): Door[] {
  const procedure = procedureAt(path)
  if (procedure.kind === 'subscription') return [overSocket]
  const rest = procedure.rest.map(
    (route): Door =>
      async (_, input, token) => {
        const { status, body } = await restCall(souk, { procedure, route }, input, token)
        const done = route.isThereAlready && status === 200 ? 200 : (route.status ?? 200)
        const right = expected === '+' ? done : refusalStatus(route, expected)
        const text = JSON.stringify(body)
        // Only the document's own dialects tell a code: the status stands for it.
        return { text, code: status === right ? expected : (`${status} ${text}` as ErrorCode) }
      },
  )
  return [overTrpc, ...rest]
}

/** Everything that each was ever answered, for looking for what he should not know. */
const heard: Record<Caller | Outsider, { path: string; text: string }[]> = Object.fromEntries(
  [...CALLERS, ...OUTSIDERS].map((who) => [who, []]),
) as never

const shared = new Map<string, Promise<Target>>()

/** One that others have used will do where nothing is changed. */
function someTarget({ path, on }: Row, caller: Caller): Promise<Target> {
  if (procedureAt(path).kind === 'mutation') return targetFor(on, caller)
  const key = `${on} ${caller.startsWith('staff ') ? caller : ''}`
  const known = shared.get(key) ?? targetFor(on, caller)
  shared.set(key, known)
  return known
}

let accounts = 0

async function callerFor({ on }: Row, caller: Caller): Promise<TestUser> {
  if (on !== 'account') return people[caller]
  accounts += 1
  const user = await souk.signUp(`account${accounts}`)
  if (caller === 'staff') await souk.sql(`update users set is_staff = true where id = ${user.id}`)
  return user
}

test('every operation is classified, and by its own name for who may call it', () => {
  const classified = [...rows.map(({ path }) => path), ...PUBLIC].sort()
  expect(classified).toEqual(all.map(({ path }) => path).sort())
  for (const { path, procedure } of all) {
    const row = rows.find((one) => one.path === path)
    const signedIn = UNVERIFIED.includes(path) ? 'unverified' : 'user'
    const outsiders = PUBLIC.includes(path) ? 'public' : path in ANYONE ? 'anyone' : signedIn
    const { stranger, seller, buyer } = row?.expected ?? {}
    const isForStaff = [stranger, seller, buyer].every((code) => code === 'FORBIDDEN')
    expect([path, procedure.access]).toEqual([path, isForStaff ? 'staff' : outsiders])
  }
})

describe.each(rows)('$path', (row) => {
  const { path, expected } = row

  test.each(CALLERS.filter((caller) => expected[caller]))('by %s', async (caller) => {
    const outcome = expected[caller] as Expected
    for (const door of doorsOf(path, outcome)) {
      const user = await callerFor(row, caller)
      const target = await someTarget(row, caller)
      const { code, text } = await door(path, inputOf(row, target, user), user.token)
      heard[caller].push({ path, text })
      expect([path, caller, code, code === outcome || text]).toEqual([path, caller, outcome, true])
    }
  })

  test('by whom nobody knows', async () => {
    const target = await someTarget(row, 'stranger')
    const input = inputOf(row, target, people.stranger)
    const tokens = {
      'no credential': undefined,
      'a bad token': 'nonsense',
      'a banned user': banned.token,
    }
    for (const who of OUTSIDERS) {
      const bad =
        who === 'no credential' ? (ANYONE[path] ?? 'AUTHENTICATION_REQUIRED') : 'INVALID_TOKEN'
      for (const door of doorsOf(path, bad)) {
        const { code, text } = await door(path, input, tokens[who])
        heard[who].push({ path, text })
        expect([path, who, code]).toEqual([path, who, bad])
      }
    }
  })
})

const without = (...known: (keyof typeof SECRETS)[]) =>
  Object.keys(SECRETS).filter((key) => !known.includes(key as never)) as (keyof typeof SECRETS)[]

/** What somebody was told in the tests above that was not for him. */
function leaksTo(who: Caller | Outsider, secrets: readonly (keyof typeof SECRETS)[]): string[] {
  return heard[who].flatMap(({ path, text }) =>
    secrets.filter((key) => text.includes(SECRETS[key])).map((key) => `${key} by ${path}: ${text}`),
  )
}

/** One's own e-mail address is no secret. */
const ownEmail = (leak: string, who: Caller) =>
  leak.replaceAll(`${who.replace(' ', '_')}.secret@example.com`, '').includes('.secret@example.com')

describe('of what is private', () => {
  test.each(OUTSIDERS)('%s learns nothing', (who) => {
    expect(leaksTo(who, without())).toEqual([])
  })

  test('a stranger learns nothing but what he said himself', () => {
    const leaks = leaksTo('stranger', without()).filter(
      (leak) => !leak.startsWith('email') || ownEmail(leak, 'stranger'),
    )
    expect(leaks).toEqual([])
  })

  test('the sides learn what is between them, and not what is among staff or the other’s alone', () => {
    for (const who of ['seller', 'buyer'] as const) {
      const secrets =
        who === 'seller'
          ? (['note'] as const)
          : (['note', 'address', 'transaction', 'question'] as const)
      expect(leaksTo(who, secrets)).toEqual([])
      expect(leaksTo(who, ['email']).filter((leak) => ownEmail(leak, who))).toEqual([])
    }
    expect(leaksTo('seller', ['bank', 'chat', 'statement', 'reason']).length).toBeGreaterThan(4)
  })

  test('staff learn it, and who is a side of a dispute does not read staff’s notes on it', async () => {
    expect(leaksTo('staff', ['note']).length).toBeGreaterThan(0)
    for (const who of ['staff seller', 'staff buyer'] as const) {
      const files = leaksTo(who, ['note']).filter((leak) => leak.includes('disputes.get'))
      expect(files).toEqual([])
    }
  })

  test('lists hold one’s own alone', async () => {
    const ids = new Set(Object.values(people).map(({ id }) => id))
    const outsider = await souk.signUp('outsider')
    for (const path of [
      '/p2p/ads/mine/',
      '/p2p/offers/',
      '/wallet/deposits/',
      '/wallet/withdrawals/',
    ]) {
      expect((await souk.get(path, outsider.token)).body.entity).toEqual([])
    }
    expect((await souk.get('/trades?mine=true', outsider.token)).body).toEqual([])
    const { body } = await souk.get('/p2p/offers/?per_page=100', people.buyer.token)
    expect(body.entity.length).toBeGreaterThan(5)
    for (const { buyer_id, seller_id } of body.entity) {
      expect([buyer_id, seller_id]).toContain(people.buyer.id)
      expect(ids).toContain(seller_id)
    }
    const staffsOwn = (await souk.get('/p2p/offers/', people.staff.token)).body.entity
    for (const { buyer_id } of staffsOwn) expect(buyer_id).toBe(people.staff.id)
  })

  test('a stream of one’s own events tells nothing of others', async () => {
    const outsider = await souk.signUp('listener')
    const target = await targetFor('disputed', 'seller')
    for (const path of ['market.events', 'me.events']) {
      const url = `${souk.url.replace('http', 'ws')}/trpc?token=${outsider.token}`
      const client = await connectSocket(url)
      client.send({ id: 1, method: 'subscription', params: { path, input: { lastEventId: '0' } } })
      expect((await client.next()).result.type).toBe('started')
      await market.act('release', target.offer, people.seller)
      const ad = await market.newAd(outsider, { crypto_amount: '0.01' })
      const { data } = (await client.next()).result.data
      const first = path === 'market.events' ? ad : data.ad.id
      expect(data).toMatchObject({ type: 'ad.created', ad: { id: first, ownerId: outsider.id } })
      client.close()
    }
  })
})

test('whoever is banned does not get in again', async () => {
  const { username, password } = banned
  for (const path of ['/login', '/auth/login']) {
    expect((await souk.post(path, { username, password })).status).toBe(401)
  }
})

describe('a session cookie', () => {
  let cookie: string
  beforeAll(async () => {
    const { headers } = await souk.post('/login', ADMIN)
    cookie = /session=[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? ''
  })

  const changing = all.flatMap(({ path, procedure }) =>
    procedure.kind === 'mutation' && procedure.access !== 'public'
      ? procedure.rest.map((route) => ({
          path,
          procedure,
          route,
          name: `${route.method} ${route.path}`,
        }))
      : [],
  )

  /** What of the world such a request could change, seen from the side. */
  const world = async () => {
    const counted = ['ads', 'offers', 'trades', 'messages', 'audit_log', 'deposits', 'withdrawals']
    const counts = counted.map((table) => `select '${table}', count(*)::int from ${table}`)
    const coins = await souk.sql('select code, enabled from ledger.assets order by 1')
    const live = await souk.sql('select count(*)::int from sessions where revoked_at is null')
    return { coins, live, counts: await souk.sql(counts.join(' union all ')) }
  }

  async function inputFor(path: string) {
    const row = rows.find((one) => one.path === path)
    if (!row) return {}
    return inputOf(row, await someTarget(row, 'stranger'), people.stranger)
  }

  test.each(changing)(
    'from another site changes nothing at $name',
    async ({ path, procedure, route }) => {
      const input = await inputFor(path)
      const before = await world()
      for (const from of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const answer = await restCall(souk, { procedure, route }, input, undefined, {
          cookie,
          ...from,
        })
        // A GET that changes something takes no cookie at all, wherever it comes from.
        expect([from, answer.status]).toEqual([from, route.method === 'GET' ? 401 : 403])
      }
      if (route.method === 'GET') {
        const own = await restCall(souk, { procedure, route }, input, undefined, { cookie })
        expect(own.status).toBe(401)
      }
      expect(await world()).toEqual(before)
    },
  )

  test('is not enough for HEAD, and neither is anything else, to change something', async () => {
    const before = await world()
    const gets = changing.filter(({ route }) => route.method === 'GET')
    expect(gets.map(({ route }) => route.path)).toContain('/exec/coin/disable/')
    for (const { path, procedure, route } of gets) {
      const input = await inputFor(path)
      const at = route.path.replace(/\{\w+\}/, String(people.buyer.id))
      const query = new URLSearchParams(input as Record<string, string>)
      for (const asked of [at, `${at}?${query}`]) {
        const options = { method: 'HEAD', token: admin, body: input } as const
        const { status } = await getWithBody(souk.url, asked, options)
        // Where the path also reads, a HEAD asks for that.
        expect([asked, status]).toEqual([asked, path === 'staff.settings.update' ? 200 : 405])
        await souk.request('HEAD', asked, { token: admin })
      }
      expect(procedure.access).toBe('staff')
    }
    expect(await world()).toEqual(before)
  })
})

test('what staff decide binds at once on another node, on its open sockets too', async () => {
  const far = await startTestSouk({ DATABASE_URL: souk.databaseUrl })
  try {
    const user = await far.signUp('far_away')
    const decide = (body: object) =>
      souk.request('PATCH', `/exec/user/settings/${user.id}/`, { token: admin, body })
    const trade = () => far.post('/p2p/ad/', market.AD, user.token)
    const coin = (verb: string) => souk.post(`/exec/coin/${verb}/`, { coin: 'btc' }, admin)
    expect((await trade()).status).toBe(200)
    await coin('disable')
    expect(await trade()).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/BTC/) },
    })
    await coin('enable')
    await decide({ can_trade_btc: false })
    expect((await trade()).body.message).toMatch(/^You have been restricted from trading btc/)
    const at = far.url.replace('http', 'ws')
    const paths = ['/ws/p2p/', '/trpc', '/ws/trades']
    const open = paths.map((path) => connectSocket(`${at}${path}?token=${user.token}`))
    const sockets = await Promise.all(open)
    await decide({ is_active: false })
    expect((await trade()).status).toBe(401)
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401, 4401])
  } finally {
    await far.stop()
  }
})

test('no address lets one call in as another', async () => {
  const asStranger = {
    authorization: `Bearer ${people.buyer.token}`,
    'trpc-accept': 'application/jsonl',
  }
  const closed = rows.filter(({ path }) => procedureAt(path).access === 'staff')
  for (const { path } of closed) {
    const method = procedureAt(path).kind === 'query' ? 'GET' : 'POST'
    for (const names of [`${path},x/trpc/trades.list`, `trades.list/trpc/${path}`, `/${path}`]) {
      const url = `${souk.url}/trpc/${names}?batch=1${method === 'GET' ? '&input={"0":{}}' : ''}`
      const answer = await fetch(url, {
        method,
        headers: { ...asStranger, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{"0":{}}' }),
      })
      expect([names, (await answer.text()).includes('"result"')]).toEqual([names, false])
    }
  }
})
