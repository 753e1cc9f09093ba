import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../../src/index.ts'
import { offerInput } from '../../src/testing/market.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

describe.each(recordings())('what was under way in $name, after an upgrade', (recording) => {
  let souk: Upgraded
  beforeAll(async () => {
    souk = await openUpgraded(recording)
  })
  afterEach(async () => {
    expect(await souk.core.verify()).toEqual([])
  })
  afterAll(() => souk.core.close())

  const trade = (status: string) =>
    souk.first<{ id: number; seller: number }>(
      `select id, seller_id as seller from trades where status = $1 and asset = 'btc' limit 1`,
      [status],
    )

  test('an open trade is taken and cancelled', async () => {
    const { id } = await trade('open')
    const buyer = await souk.as('hauwa')
    expect(await verbs.trades.buy(buyer, { id })).toMatchObject({ status: 'in_progress' })
    expect(await verbs.trades.cancel(buyer, { id })).toMatchObject({ status: 'cancelled' })
  })

  test('a trade in progress is released', async () => {
    const { id, seller } = await trade('in_progress')
    const released = await verbs.trades.release(await souk.as(seller), { id })
    expect(released).toMatchObject({ status: 'completed', fee: '0.015' })
  })

  test('a disputed trade is settled', async () => {
    const { id } = await trade('disputed')
    const decision = { id, outcome: 'refund' } as const
    const resolved = await verbs.trades.resolve(await souk.as('ngozi'), decision)
    expect(resolved).toMatchObject({ status: 'cancelled' })
  })

  test('paid offers are released, on sell ads and on buy ads', async () => {
    const paid = await souk.rows<{ id: number; seller: number; type: string }>(
      `select o.id, seller_id as seller, ad_type as type from offers o join ads a on a.id = ad_id
        where o.status = 'paid'`,
    )
    expect(new Set(paid.map(({ type }) => type))).toEqual(new Set(['buy', 'sell']))
    for (const { id, seller } of paid) {
      const released = await verbs.market.offers.release(await souk.as(seller), { id })
      expect(released).toMatchObject({ status: 'released' })
    }
  })

  test('a pending offer on an ad that was closed is cancelled', async () => {
    const { id, maker } = await souk.first<{ id: number; maker: number }>(
      `select o.id, maker_id as maker from offers o join ads a on a.id = ad_id
        where o.status = 'pending' and a.status = 'closed'`,
    )
    const cancelled = await verbs.market.offers.cancel(await souk.as(maker), { id })
    expect(cancelled).toMatchObject({ status: 'cancelled' })
  })

  test('an answered dispute is settled', async () => {
    const { id } = await souk.first<{ id: number }>(
      `select offer_id as id from disputes where answered_at is not null and resolved_at is null`,
    )
    const staff = await souk.as('ngozi')
    expect((await verbs.market.disputes.get(staff, { offerId: id })).entries).toHaveLength(2)
    const settled = await verbs.market.offers.resolve(staff, { id, outcome: 'refund' })
    expect(settled).toMatchObject({ status: 'cancelled' })
  })

  test('an ad that was used in part takes a new offer, and is closed', async () => {
    const ad = await souk.first<{ id: number; owner: number }>(
      `select id, owner_id as owner from ads where status = 'active' and ad_type = 'sell'
          and available between 1 and crypto_amount - 1 limit 1`,
    )
    const maker = await souk.as('hauwa')
    const offer = await verbs.market.offers.create(maker, { ...offerInput(ad), fiatAmount: '200' })
    expect(offer).toMatchObject({ status: 'pending' })
    const closed = await verbs.market.ads.close(await souk.as(ad.owner), { id: ad.id })
    expect(closed).toMatchObject({ status: 'closed' })
    expect(await verbs.market.offers.release(await souk.as(ad.owner), offer)).toMatchObject({
      status: 'released',
    })
  })

  const withdrawal = (approved: number, needed: number) =>
    souk.first<{ id: string }>(
      `select id from withdrawals where status = 'pending'
          and cardinality(approvers) = $1 and approvals_needed = $2`,
      [approved, needed],
    )

  test('a pending withdrawal is approved', async () => {
    const approved = await verbs.staff.withdrawals.approve(
      await souk.as('ngozi'),
      await withdrawal(0, 1),
    )
    expect(approved).toMatchObject({ status: 'approved' })
  })

  test('a withdrawal with the first approval of two needs the second, of somebody else', async () => {
    const half = await withdrawal(1, 2)
    const again = verbs.staff.withdrawals.approve(await souk.as('ngozi'), half)
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
    const approved = await verbs.staff.withdrawals.approve(await souk.as('tunde'), half)
    expect(approved).toMatchObject({ status: 'approved', approvals: 2 })
  })

  test('an announced deposit is credited, and one that was is not credited again', async () => {
    const staff = await souk.as('ngozi')
    const { id } = await souk.first<{ id: string }>(
      `select id from deposits where status = 'pending' and transaction_id is not null`,
    )
    const { transaction } = await souk.first<{ transaction: string }>(
      `select transaction_id as transaction from deposits where status = 'credited' limit 1`,
    )
    const twice = verbs.staff.deposits.credit(staff, { id, transactionId: transaction })
    await expect(twice).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await verbs.staff.deposits.credit(staff, { id })).toMatchObject({ status: 'credited' })
  })
})
