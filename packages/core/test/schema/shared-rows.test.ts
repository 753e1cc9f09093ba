import { gate } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../../src/context.ts'
import { verbs } from '../../src/domains.ts'
import { adInput, offerInput } from '../../src/testing/market.ts'
import { startTestCore, type TestCore } from '../../src/testing/test-core.ts'

let core: TestCore
beforeAll(async () => {
  core = await startTestCore({ feePercent: '1' })
})
afterAll(async () => {
  expect(await core.verify()).toEqual([])
  await core.close()
})

/** Two people who deal with each other and with nobody else. */
async function pair(): Promise<[seller: SignedIn, buyer: SignedIn]> {
  return [await core.newUser(), await core.newUser()]
}

async function trade([seller, buyer]: [SignedIn, SignedIn], on = core): Promise<string> {
  const { id } = await verbs.trades.create(on.as(seller), { asset: 'btc', amount: '1' })
  await verbs.trades.buy(on.as(buyer), { id })
  return (await verbs.trades.release(on.as(seller), { id })).status
}

async function offer([seller, buyer]: [SignedIn, SignedIn]): Promise<string> {
  const ad = await verbs.market.ads.create(core.as(seller), adInput({ cryptoAmount: '2' }))
  const { id } = await verbs.market.offers.create(core.as(buyer), offerInput(ad))
  await verbs.market.offers.pay(core.as(buyer), { id })
  return (await verbs.market.offers.release(core.as(seller), { id })).status
}

test('a release does not wait for a release of other people that has not committed', async () => {
  const slow = await pair()
  const [done, leave] = [gate(), gate()]
  const uncommitted = core.database.db().transaction(async (db) => {
    await trade(slow, { ...core, as: (actor) => ({ ...core.as(actor), db }) })
    done.open()
    await leave.passed
  })
  await done.passed
  const others = [await pair(), await pair(), await pair()]
  const outcomes = await Promise.all([...others.map((each) => trade(each)), offer(await pair())])
  leave.open()
  await uncommitted
  expect(outcomes).toEqual(['completed', 'completed', 'completed', 'released'])
})

test('a deal with a fee needs no account of the house and no coin for itself, however briefly', async () => {
  const [people, others] = [await pair(), await pair()]
  const [locked, leave] = [gate(), gate()]
  // The strongest lock a row can have: whoever so much as refers to it by a foreign key would wait.
  const holder = core.database.db().transaction(async (db) => {
    const lock = (from: string) => ({ name: '', text: `select from ${from} for update` })
    await db.query(lock('ledger.accounts where owner_id is null'), [])
    await db.query(lock('ledger.assets'), [])
    locked.open()
    await leave.passed
  })
  await locked.passed
  const outcomes = await Promise.all([trade(people), offer(others)])
  leave.open()
  await holder
  expect(outcomes).toEqual(['completed', 'released'])
})
