import { contract } from '@souk/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../../src/index.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { totp } from '../../src/testing/totp.ts'
import { openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

/** The newest migration of the first version that had a shop, support and second factors. */
const WITH_SHOP = 'Migration20261128000034'

const { escrow, orders, products, reviews, wallet } = verbs.shop

describe.each(recordings(WITH_SHOP))('the shop of $name, after an upgrade', (recording) => {
  let souk: Upgraded
  beforeAll(async () => {
    souk = await openUpgraded(recording)
  })
  afterEach(async () => {
    expect(await souk.core.verify()).toEqual([])
  })
  afterAll(() => souk.core.close())

  interface Deal {
    readonly id: number
    readonly buyer: number
    readonly seller: number
    readonly escrow: number
  }
  /** An order with all its sellers’ parts, and its escrow if there is one. */
  const deal = (condition: string) =>
    souk.first<Deal>(
      `select o.id, o.buyer_id as buyer, p.seller_id as seller, e.id as escrow
         from orders o join order_parts p on p.order_id = o.id left join escrows e on e.order_id = o.id
        where ${condition} limit 1`,
    )
  const step = async (by: number, id: number, status: 'PAID' | 'CONFIRMED' | 'DELIVERED') =>
    orders.update(await souk.as(by), { id, status })
  const release = async (by: number, id: number, releaseCode = 'ABC123') =>
    escrow.release(await souk.as(by), { id, releaseCode })
  const available = async (userId: number) => {
    const { balanceBtc } = await wallet.get(await souk.as(userId), {})
    return Number(balanceBtc)
  }

  test('an order from before there was a fee is paid, and released whole', async () => {
    const emeka = await souk.as('emeka')
    const { id, buyer, seller } = await deal(`o.status = 'PENDING' and fee_btc = 0 and o.buyer_id =
      (select id from users where username = 'emeka')`)
    const before = await available(seller)
    const { escrowTransaction } = await orders.update(emeka, { id, status: 'PAID' })
    await escrow.create(emeka, { orderId: id, releaseCode: 'set later' })
    await step(seller, id, 'CONFIRMED')
    await release(buyer, escrowTransaction?.id ?? 0, 'set later')
    expect(await available(seller)).toBeCloseTo(before + 0.0025, 8)
  })

  test('a funded escrow is released by its code alone, and less the fee', async () => {
    const { id, ...of } = await deal(
      `o.status = 'PAID' and e.code_hash is not null and e.status = 'FUNDED'`,
    )
    const before = await available(of.seller)
    await step(of.seller, id, 'CONFIRMED')
    const wrong = release(of.buyer, of.escrow, 'WRONG1')
    await expect(wrong).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await release(of.seller, of.escrow)).toMatchObject({ status: 'RELEASED' })
    expect(await available(of.seller)).toBeCloseTo(before + 0.000099, 8)
  })

  test('an order on its way arrives, and is released', async () => {
    const {
      id,
      buyer,
      escrow: held,
    } = await deal(`o.status = 'SHIPPED' and e.status = 'CONFIRMED'`)
    expect(await step(buyer, id, 'DELIVERED')).toMatchObject({ status: 'DELIVERED' })
    expect(await release(buyer, held)).toMatchObject({ order: { status: 'COMPLETED' } })
  })

  test('what was paid outside is confirmed by whoever sells', async () => {
    const { id, seller } = await deal(`o.status = 'PENDING' and payment_hash is not null`)
    expect(await step(seller, id, 'CONFIRMED')).toMatchObject({ status: 'CONFIRMED' })
  })

  test('an order of two sellers goes on with the one that was missing', async () => {
    const { id, seller } = await deal(
      `p.state = 'WAITING' and exists (select from order_parts q where q.order_id = o.id
         and q.state = 'CONFIRMED')`,
    )
    expect(await step(seller, id, 'CONFIRMED')).toMatchObject({ status: 'CONFIRMED' })
  })

  test('disputed escrows are decided, and divided', async () => {
    const staff = await souk.as('ngozi')
    const refund = { ...(await disputed()), outcome: 'refund' } as const
    expect(await escrow.resolve(staff, refund)).toMatchObject({ status: 'REFUNDED' })
    const shares = { sellerBtc: '0.00001', buyerBtc: '0.00009' }
    const split = { ...(await disputed()), outcome: 'split', ...shares } as const
    expect(await escrow.resolve(staff, split)).toMatchObject({ status: 'RELEASED' })
  })

  const disputed = () =>
    souk.first<{ id: number }>(`select id from escrows where status = 'DISPUTED' limit 1`)

  test('a release whose pieces were not counted yet is counted, once', async () => {
    const { orderId, product } = await souk.first<{ orderId: number; product: number }>(
      `select i.order_id as "orderId", product_id as product
         from pgboss.job j join order_items i on i.order_id = (j.data ->> 'orderId')::bigint
        where j.name = 'order.count' and exists (select from orders o where o.id = i.order_id
              and not o.is_counted)`,
    )
    const sold = async () => (await products.get(await souk.as('dayo'), { id: product })).salesCount
    const before = await sold()
    await souk.run('order.count', { orderId })
    expect(await sold()).toBe(before + 1)
  })

  test('the catalogue, its reviews and all orders are shown in the words of today', async () => {
    const staff = await souk.as('ngozi')
    const page = { page: 1, perPage: 100 }
    const { shop, support } = contract
    const query = shop.products.list.input.parse(page)
    const listed = shop.products.list.output.parse(await products.list(staff, query))
    expect(listed.items.length).toBeGreaterThan(3)
    const [reviewed] = listed.items.filter(({ reviewCount }) => Number(reviewCount) > 0)
    const said = await reviews.list(staff, { productId: Number(reviewed?.id), ...page })
    expect(shop.reviews.list.output.parse(said).items).toMatchObject([{ rating: 4, helpful: 1 }])
    const mine = await orders.list(await souk.as('dayo'), page)
    expect(shop.orders.list.output.parse(mine).total).toBeGreaterThan(14)
    const held = await escrow.list(staff, page)
    expect(shop.escrow.list.output.parse(held).total).toBe(await countOf('escrows'))
    const asked = await verbs.support.all(staff, page)
    expect(support.all.output.parse(asked).total).toBe(await countOf('tickets'))
  })

  const countOf = async (table: string) =>
    (await souk.first<{ count: number }>(`select count(*) from ${table}`)).count

  test('payout addresses stay, and what somebody has read or does not want to hear', async () => {
    const femi = await wallet.get(await souk.as('femi'), {})
    expect(femi.payoutAddress).toBe('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')
    const jide = await souk.as('jide')
    const inbox = await verbs.notifications.list(jide, { page: 1, perPage: 100, unread: false })
    // A withdrawal was approved since.
    expect([inbox.unread, inbox.total > 1]).toEqual([1, true])
    expect(await verbs.notifications.settings.get(jide, {})).toMatchObject({ offers: false })
  })

  test('an open ticket is answered, one that was resolved takes no more', async () => {
    const staff = await souk.as('ngozi')
    const ticket = (status: string) =>
      souk.first<{ id: number }>('select id from tickets where status = $1 limit 1', [status])
    const open = await ticket('OPEN')
    await verbs.support.messages.send(staff, { ...open, content: 'We look into it.' })
    const { status, messages } = await verbs.support.get(staff, open)
    expect([status, messages.map(({ isStaff }) => isStaff)]).toEqual(['IN_PROGRESS', [false, true]])
    const late = { ...(await ticket('RESOLVED')), content: 'And yet' }
    await expect(verbs.support.messages.send(staff, late)).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  const anonymous = () => souk.core.as({ kind: 'anonymous' })
  const logIn = (username: string, more: object = {}) =>
    verbs.auth.login(anonymous(), { username, password: `${username}-secret-1`, ...more })

  test('a second factor is still asked for, and each kind of it still good', async () => {
    const { appSecret = '', backupCode, usedBackupCode, deviceToken } = recording.known
    await expect(logIn('ife')).rejects.toMatchObject({ code: 'TWO_FACTOR_REQUIRED' })
    const used = logIn('ife', { code: usedBackupCode })
    await expect(used).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(await logIn('ife', { code: backupCode })).toMatchObject({ user: { username: 'ife' } })
    await expect(logIn('ife', { code: backupCode })).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    })
    expect(await logIn('ife', { deviceToken })).toMatchObject({ user: { username: 'ife' } })
    souk.core.time.now = new Date(souk.core.time.now.getTime() + 30_000)
    const code = totp(appSecret, souk.core.time.now)
    expect(await logIn('ife', { code })).toMatchObject({ user: { username: 'ife' } })
  })

  test('one that was turned off or reset is asked for no more, and the second of staff resets', async () => {
    for (const name of ['hauwa', 'gbenga']) expect(await logIn(name)).toHaveProperty('access')
    await expect(logIn('emeka')).rejects.toMatchObject({ code: 'TWO_FACTOR_REQUIRED' })
    const { id: userId } = await souk.first<{ id: number }>(
      `select id from users where username = 'emeka'`,
    )
    await verbs.staff.twoFactor.reset(await souk.as('tunde'), { userId: String(userId) })
    expect(await logIn('emeka')).toHaveProperty('access')
  })

  test('whoever is nothing but a token logs in with it, and finds what they ordered', async () => {
    const { accessToken = '' } = recording.known
    const { user } = await verbs.auth.anonymous.login(anonymous(), { accessToken })
    const mine = await orders.list(await souk.as(user.id), { page: 1, perPage: 10 })
    expect(mine.items).toMatchObject([{ status: 'PENDING', buyerId: user.id }])
  })
})
