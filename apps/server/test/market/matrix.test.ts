import { AD_STATUSES, type AdStatus, OFFER_STATUSES, type OfferStatus } from '@souk/contract'
import { expireOffer } from '@souk/core/market/offers/expire-offer.ts'
import * as rules from '@souk/core/market/transitions.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { type MarketClient, marketClient } from '../../src/testing/market.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

/**
 * What everybody gets who tries anything with an offer in any state, over HTTP: the state after it,
 * or the words of the refusal. `mine` stands for "You are not authorized to …", `staff` for 403,
 * `already` for "Offer is already <state>".
 */
const MATRIX = `
action          who    | pending       | paid           | released     | cancelled    | expired      | disputed
paid            seller | mine          | mine           | mine         | mine         | mine         | mine
paid            buyer  | → paid        | marked         | already      | already      | already      | already
paid            staff  | mine          | mine           | mine         | mine         | mine         | mine
paid            other  | mine          | mine           | mine         | mine         | mine         | mine
cancel          owner  | mine          | mine           | mine         | mine         | mine         | mine
cancel          maker  | → cancelled   | this already   | this already | this already | this already | this already
cancel          buyer  | → cancelled   | → cancelled    | this already | this already | this already | this already
cancel          staff  | mine          | mine           | mine         | mine         | mine         | mine
cancel          other  | mine          | mine           | mine         | mine         | mine         | mine
release         seller | → released    | → released     | already      | already      | already      | → released
release         buyer  | mine          | mine           | mine         | mine         | mine         | mine
release         staff  | mine          | mine           | mine         | mine         | mine         | mine
release         other  | mine          | mine           | mine         | mine         | mine         | mine
dispute         seller | not yet       | → disputed     | already      | already      | already      | already
dispute         buyer  | not yet       | → disputed     | already      | already      | already      | already
dispute         staff  | mine          | mine           | mine         | mine         | mine         | mine
dispute         other  | mine          | mine           | mine         | mine         | mine         | mine
resolve release seller | staff         | staff          | staff        | staff        | staff        | staff
resolve release buyer  | staff         | staff          | staff        | staff        | staff        | staff
resolve release staff  | undisputed    | undisputed     | already      | already      | already      | → released
resolve release other  | staff         | staff          | staff        | staff        | staff        | staff
resolve refund  seller | staff         | staff          | staff        | staff        | staff        | staff
resolve refund  buyer  | staff         | staff          | staff        | staff        | staff        | staff
resolve refund  staff  | undisputed    | undisputed     | already      | already      | already      | → cancelled
resolve refund  other  | staff         | staff          | staff        | staff        | staff        | staff
`

const DEEDS: Record<string, string> = {
  paid: 'indicate payment on this offer',
  cancel: 'cancel this offer',
  release: 'release funds on this trade',
  dispute: 'dispute this offer',
  'resolve release': 'resolve this offer',
  'resolve refund': 'resolve this offer',
}

const DONE: Record<string, string> = {
  paid: 'Offer successfully marked as paid',
  cancel: 'Offer cancelled successfully',
  release: 'Funds have been released successfully',
  dispute: 'Offer disputed',
  'resolve release': 'Offer resolved',
  'resolve refund': 'Offer resolved',
}

const ACTIONS = Object.keys(DONE)
const AD_TYPES = ['sell', 'buy'] as const
type AdType = (typeof AD_TYPES)[number]

/** Who acts. A member of staff who is a side of the offer is only that side. */
const ACTORS = ['owner', 'maker', 'staff owner', 'staff maker', 'staff', 'other', 'nobody'] as const
type Actor = (typeof ACTORS)[number]

interface Cell {
  readonly adType: AdType
  readonly action: string
  readonly actor: Actor
  readonly from: OfferStatus
}

interface Outcome {
  readonly status: number
  readonly message: string
  readonly to: OfferStatus
}

const cells: Cell[] = AD_TYPES.flatMap((adType) =>
  ACTIONS.flatMap((action) =>
    ACTORS.flatMap((actor) => OFFER_STATUSES.map((from) => ({ adType, action, actor, from }))),
  ),
)

const entries = entriesOf(MATRIX)

/** The entries of the matrix, by `action who state`. */
function entriesOf(matrix: string): Map<string, string> {
  const [head = '', ...lines] = matrix.trim().split('\n')
  const columns = (line: string) => line.split('|').map((part) => part.trim())
  const [, ...states] = columns(head)
  const found = new Map<string, string>()
  for (const line of lines) {
    const [what = '', ...outcomes] = columns(line)
    const row = what.replace(/ +/g, ' ')
    for (const [i, outcome] of outcomes.entries()) found.set(`${row} ${states[i]}`, outcome)
  }
  return found
}

/** Owner or maker, and seller or buyer: whichever the matrix speaks of. The buyer comes first. */
function rolesOf({ adType, actor }: Cell): string[] {
  if (!actor.endsWith('owner') && !actor.endsWith('maker')) return [actor]
  const one = actor.endsWith('owner') ? 'owner' : 'maker'
  const side = (adType === 'sell') === (one === 'owner') ? 'seller' : 'buyer'
  return side === 'buyer' ? [side, one] : [one, side]
}

function outcomeOf(cell: Cell): Outcome {
  const { action, actor, from } = cell
  if (actor === 'nobody') return { status: 401, message: 'Authentication required', to: from }
  const found = rolesOf(cell).flatMap((role) => entries.get(`${action} ${role} ${from}`) ?? [])[0]
  if (found === undefined) throw new Error(`nothing is said of ${JSON.stringify(cell)}`)
  // Staff who are a side get through the first door, and are refused as that side.
  const staffSide = found === 'staff' && actor.startsWith('staff')
  const word = staffSide ? 'mine' : found
  if (word.startsWith('→')) {
    return { status: 200, message: DONE[action] ?? '', to: word.slice(2) as OfferStatus }
  }
  if (word === 'staff') return { status: 403, message: 'Only staff may do this', to: from }
  const messages: Record<string, string> = {
    mine: `You are not authorized to ${DEEDS[action]}`,
    marked: 'Offer has already been marked as paid',
    already: `Offer is already ${from}`,
    'this already': `This offer is already ${from}`,
    'not yet': 'Offer has not been marked as paid',
    undisputed: 'Offer is not disputed',
  }
  return { status: 400, message: messages[word] ?? 'no such word', to: from }
}

let souk: TestSouk
let market: MarketClient
let books: Books
let system: System
let people: Record<Exclude<Actor, 'nobody'>, TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  market = marketClient(souk)
  books = await openBooks(souk.databaseUrl)
  system = await openSystem(souk.databaseUrl)
  const actors = ACTORS.filter((actor) => actor !== 'nobody')
  const names = actors.map((actor) =>
    actor === 'staff' ? 'staff_beside' : actor.replace(' ', '_'),
  )
  const users = await Promise.all(names.map((name) => souk.signUp(name)))
  await souk.sql(`update users set is_staff = true where username like 'staff%'`)
  people = Object.fromEntries(actors.map((actor, i) => [actor, users[i]])) as never
})
afterAll(async () => {
  await system.close()
  await books.close()
  await souk.stop()
})

const bodies: Record<string, object> = {
  dispute: { reason: 'nothing came' },
  'resolve release': { outcome: 'release', note: 'seen' },
  'resolve refund': { outcome: 'refund' },
}

function tryTo(action: string, id: number, user: TestUser | undefined): Promise<Answer> {
  return souk.post(`/p2p/offer/${action.split(' ')[0]}/${id}/`, bodies[action], user?.token)
}

const HOUR = 3_600_000

/** Those who are the offer's sides when this actor acts on it. */
function sidesFor({ actor, adType }: Pick<Cell, 'actor' | 'adType'>) {
  const owner = actor === 'staff owner' ? people[actor] : people.owner
  const maker = actor === 'staff maker' ? people[actor] : people.maker
  const [seller, buyer] = adType === 'sell' ? [owner, maker] : [maker, owner]
  return { owner, maker, seller, buyer }
}

interface Deal {
  readonly ad: number
  readonly id: number
}

/** Brings an offer of 0.1 btc, on an ad of its own, into a state. */
async function newDeal(cell: Pick<Cell, 'actor' | 'adType' | 'from'>): Promise<Deal> {
  const { owner, maker, seller, buyer } = sidesFor(cell)
  const ad = await market.newAd(owner, { ad_type: cell.adType, crypto_amount: '0.1' })
  const id = await market.newOffer(maker, ad, '0.1')
  const step = async (action: string, by: TestUser) =>
    expect(await tryTo(action, id, by)).toMatchObject({ status: 200 })
  if (cell.from === 'paid' || cell.from === 'disputed') await step('paid', buyer)
  if (cell.from === 'disputed') await step('dispute', buyer)
  if (cell.from === 'released') await step('release', seller)
  if (cell.from === 'cancelled') await step('cancel', buyer)
  if (cell.from === 'expired') await expireOffer(system.ctx(HOUR), { offerId: id })
  return { ad, id }
}

/** Every user's money, and everything there is about offers and ads. */
async function everything() {
  const ids = Object.values(people).map(({ id }) => id)
  const tables = ['ads', 'offers', 'disputes', 'mails', 'audit_log', 'messages']
  const rows = tables.map((table) => souk.sql(`select * from ${table} order by 1`))
  const events = await souk.sql('select stream, max(seq) from events group by 1 order by 1')
  return { rows: await Promise.all(rows), events, purses: await books.purses(ids) }
}

const CONCURRENT = 8

/** Does this with each, some at a time. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const left = [...items.entries()]
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: CONCURRENT }, worker))
  return results
}

interface Attempt extends Deal {
  readonly cell: Cell
}

const attemptsOn = (some: readonly Cell[]): Promise<Attempt[]> =>
  each(some, async (cell) => ({ cell, ...(await newDeal(cell)) }))

/** Each on an offer of its own. @returns what was not answered as it should be. */
async function perform(attempts: readonly Attempt[]): Promise<string[]> {
  const wrong = await each(attempts, async ({ cell, id }) => {
    const user = cell.actor === 'nobody' ? undefined : people[cell.actor]
    const { status, body } = await tryTo(cell.action, id, user)
    const expected = outcomeOf(cell)
    const right =
      status === expected.status &&
      body.message === expected.message &&
      body.success === (status === 200) &&
      body.status === (status === 200 ? 'success' : 'failure') &&
      (status === 200 || body.entity === null)
    return right ? [] : [{ ...cell, status, said: body.message, expected }]
  })
  return wrong.flat().map((one) => JSON.stringify(one))
}

const isLegal = (cell: Cell) => outcomeOf(cell).status === 200

test('the matrix over HTTP says what the table of transitions says', () => {
  const verbs: Record<string, rules.OfferAction> = {
    paid: 'pay',
    'resolve release': 'resolve_release',
    'resolve refund': 'resolve_refund',
  }
  for (const cell of cells.filter(({ actor }) => actor !== 'nobody')) {
    const action = verbs[cell.action] ?? (cell.action as rules.OfferAction)
    const name = roleOf(cell)
    const rule = rules.OFFER_TRANSITIONS.find(
      ({ action: does, from, by }) => does === action && from === cell.from && by === name,
    )
    const expected = outcomeOf(cell)
    expect([cell, expected.status === 200]).toEqual([cell, rule !== undefined])
    if (rule) expect([cell, expected.to]).toEqual([cell, rule.to])
  }
})

/** What the table of transitions calls it. */
function roleOf(cell: Cell): string {
  const roles = rolesOf(cell)
  const [one, other] = [roles.find(isSide), roles.find((role) => !isSide(role))]
  return one === undefined ? `${other}` : `${one}_${other}`
}

const isSide = (role: string) => role === 'seller' || role === 'buyer'

describe.each(AD_TYPES)('offers on a %s ad', (adType) => {
  const own = cells.filter((cell) => cell.adType === adType)

  test('refuse what is not allowed in the document’s words, and nothing at all changes', async () => {
    const attempts = await attemptsOn(own.filter((cell) => !isLegal(cell)))
    const before = await everything()
    expect(await perform(attempts)).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test('do what is allowed, and say so', async () => {
    const attempts = await attemptsOn(own.filter(isLegal))
    expect(await perform(attempts)).toEqual([])
    await each(attempts, async ({ cell, id, ad }) => {
      const { body } = await souk.get(`/p2p/offer/detail/${id}/`, people.staff.token)
      expect([cell, body.entity.status]).toEqual([cell, outcomeOf(cell).to])
      const seen = (await souk.get(`/p2p/ad/detail/${ad}`, people.staff.token)).body.entity
      const { to } = outcomeOf(cell)
      const left = { released: 'completed', cancelled: 'active' }[to as string] ?? 'in_progress'
      expect([cell, seen.status]).toEqual([cell, left])
    })
  })
})

test.each(ACTIONS)(
  '%s of an offer that is not there is 400, and 401 for nobody',
  async (action) => {
    const missing = { status: 400, body: { message: 'Offer not found', entity: null } }
    expect(await tryTo(action, 999_999, people.staff)).toMatchObject(missing)
    expect((await tryTo(action, 999_999, undefined)).status).toBe(401)
    const forStaff = action.startsWith('resolve')
    expect(await tryTo(action, 999_999, people.other)).toMatchObject(
      forStaff ? { status: 403 } : missing,
    )
  },
)

test.each(OFFER_STATUSES)(
  'an offer %s can be rated by its sides once it is released',
  async (from) => {
    const { id } = await newDeal({ adType: 'sell', actor: 'owner', from })
    const rate = (user: TestUser) => market.act('rate', id, user, { positive: true })
    const unauthorized = {
      status: 400,
      body: { message: 'You are not authorized to rate this offer' },
    }
    for (const user of [people.staff, people.other])
      expect(await rate(user)).toMatchObject(unauthorized)
    for (const user of [people.owner, people.maker]) {
      const { status } = await rate(user)
      expect(status).toBe(from === 'released' ? 200 : 400)
      expect((await rate(user)).status).toBe(400)
    }
  },
)

const AD_ACTORS = ['owner', 'staff owner', 'maker', 'staff', 'other', 'nobody'] as const

/** Brings an ad of 0.1 btc into a state. */
async function newAd(adType: AdType, from: AdStatus, owner: TestUser): Promise<number> {
  const over = from === 'expired' && { end_date: '2025-01-02' }
  const ad = await market.newAd(owner, { ad_type: adType, crypto_amount: '0.1', ...over })
  if (from === 'closed') await souk.post(`/p2p/ad/close/${ad}/`, undefined, owner.token)
  if (from !== 'in_progress' && from !== 'completed') return ad
  const offer = await market.newOffer(people.maker, ad, '0.1')
  const seller = adType === 'sell' ? owner : people.maker
  if (from === 'completed') await market.act('release', offer, seller)
  return ad
}

const adCells = AD_TYPES.flatMap((adType) => AD_STATUSES.map((from) => ({ adType, from })))

describe.each(adCells)('a $adType ad that is $from', ({ adType, from }) => {
  test.each(AD_ACTORS)('is closed, or not, by %s', async (actor) => {
    const owner = actor === 'staff owner' ? people[actor] : people.owner
    const id = await newAd(adType, from, owner)
    const user = actor === 'nobody' ? undefined : people[actor]
    const statusOf = async () =>
      (await souk.get(`/p2p/ad/detail/${id}/`, people.staff.token)).body.entity.status
    expect(await statusOf()).toBe(from)
    const { status, body } = await souk.post(`/p2p/ad/close/${id}/`, undefined, user?.token)
    const may = actor.endsWith('owner') || actor === 'staff'
    const rule = rules.AD_TRANSITIONS.find(
      (one) =>
        one.action === 'close' &&
        one.from === from &&
        one.by === (actor === 'staff' ? 'staff' : 'owner'),
    )
    expect(rule !== undefined).toBe(from === 'active' || from === 'in_progress')
    const said =
      actor === 'nobody'
        ? [401, 'Authentication required']
        : !may
          ? [400, 'You are not authorized to close this ad']
          : rule
            ? [200, 'Ad closed successfully']
            : [400, `This ad is already ${from}`]
    expect([status, body.message]).toEqual(said)
    expect(await statusOf()).toBe(may && rule ? 'closed' : from)
  })

  test('takes offers only while it is active', async () => {
    const id = await newAd(adType, from, people.owner)
    const { status, body } = await market.offer(people.other, id, '0.05')
    const said = {
      active: [200, 'Offer created successfully'],
      in_progress: [400, 'Only 0.00 btc is available on this ad'],
      completed: [400, 'This ad is not open to offers'],
      closed: [400, 'This ad is not open to offers'],
      expired: [400, 'This ad is not open to offers'],
    }[from]
    expect([status, body.message]).toEqual(said)
  })

  test('takes none from its owner', async () => {
    const id = await newAd(adType, from, people.owner)
    expect(await market.offer(people.owner, id, '0.05')).toMatchObject({
      status: 400,
      body: { message: 'You cannot make an offer on your own ad' },
    })
  })
})

test('after all of this the books are in order', async () => {
  expect(await books.verify()).toEqual([])
})
