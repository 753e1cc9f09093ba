import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCounts } from './counts.ts'
import { createPresence, isOnline } from './presence/presence.ts'
import { countProductViews } from './shop/products/views.ts'
import { newShop } from './testing/shop-orders.ts'
import { startTestCore, type TestCore } from './testing/test-core.ts'
import { createViews } from './views.ts'

// The clock is set back by an hour. What it told before has not happened just now.

const HOUR = 3_600_000

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())

const clock = () => core.time.now
const setBack = () => {
  core.time.now = new Date(core.time.now.getTime() - HOUR)
}

test('large totals are counted anew', async () => {
  const counts = createCounts(clock)
  await counts.total('all', async () => 1000)
  setBack()
  expect(await counts.total('all', async () => 1001)).toBe(1001)
})

test('who is here counts as online, and who was is not for an hour more', async () => {
  const presence = createPresence(core.database, clock)
  const [one, other] = [await core.newUser(), await core.newUser()]
  const see = async (...ids: number[]) => {
    for (const id of ids) presence.seen(id)
    await presence.flush()
    const rows = await core.sql(
      'select user_id, at::text from last_seen where user_id = any ($1)',
      [[one.userId, other.userId]],
    )
    return rows.toSorted((a, b) => Number(a.user_id) - Number(b.user_id))
  }
  const online = (rows: Record<string, unknown>[]) =>
    rows.map(({ at }) => isOnline(String(at), clock()))
  expect(online(await see(one.userId, other.userId))).toEqual([true, true])
  setBack()
  expect(online(await see(one.userId))).toEqual([true, false])
})

test('a view counts', async () => {
  const { product } = await newShop(core)
  const views = createViews(core.database, clock, countProductViews)
  const view = async () => {
    views.add(product, 'somebody')
    await views.flush()
    const [row] = await core.sql('select views from product_views where product_id = $1', [product])
    return Number(row?.views)
  }
  expect([await view(), await view()]).toEqual([1, 1])
  setBack()
  expect(await view()).toBe(2)
})
