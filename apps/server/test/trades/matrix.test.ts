import type { TradeStatus } from '@souk/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

/**
 * What everybody gets who tries anything with a trade in any state. 200 is followed by the state
 * the trade is in afterwards; everything else must change nothing. An open trade has no buyer.
 */
const MATRIX = `
action          who       | open            | in_progress   | completed | cancelled | disputed
buy             seller    | 400             | 400           | 400       | 400       | 400
buy             buyer     | -               | 409           | 409       | 409       | 409
buy             staff     | 200 in_progress | 409           | 409       | 409       | 409
buy             stranger  | 200 in_progress | 409           | 409       | 409       | 409
release         seller    | 409             | 200 completed | 409       | 409       | 409
release         buyer     | -               | 403           | 403       | 403       | 403
release         staff     | 403             | 403           | 403       | 403       | 403
release         stranger  | 403             | 404           | 404       | 404       | 404
cancel          seller    | 200 cancelled   | 409           | 409       | 409       | 409
cancel          buyer     | -               | 200 cancelled | 409       | 409       | 409
cancel          staff     | 200 cancelled   | 409           | 409       | 409       | 409
cancel          stranger  | 403             | 404           | 404       | 404       | 404
dispute         seller    | 409             | 200 disputed  | 409       | 409       | 409
dispute         buyer     | -               | 200 disputed  | 409       | 409       | 409
dispute         staff     | 403             | 403           | 403       | 403       | 403
dispute         stranger  | 403             | 404           | 404       | 404       | 404
resolve release seller    | 403             | 403           | 403       | 403       | 403
resolve release buyer     | -               | 403           | 403       | 403       | 403
resolve release staff     | 409             | 409           | 409       | 409       | 200 completed
resolve release stranger  | 403             | 403           | 403       | 403       | 403
resolve refund  seller    | 403             | 403           | 403       | 403       | 403
resolve refund  buyer     | -               | 403           | 403       | 403       | 403
resolve refund  staff     | 409             | 409           | 409       | 409       | 200 cancelled
resolve refund  stranger  | 403             | 403           | 403       | 403       | 403
`

/** Who acts; somebody of the staff who is a side of the trade is only that side. */
const ACTORS = {
  seller: 'seller',
  'a seller of the staff': 'seller',
  buyer: 'buyer',
  'a buyer of the staff': 'buyer',
  staff: 'staff',
  stranger: 'stranger',
} as const
type Actor = keyof typeof ACTORS | 'nobody'

interface Cell {
  readonly action: string
  readonly actor: Actor
  readonly from: TradeStatus
  readonly status: number
  readonly to: string
}

function cellsOf(matrix: string): Cell[] {
  const [head = '', ...lines] = matrix.trim().split('\n')
  const columns = (line: string) => line.split('|').map((part) => part.trim())
  const [, ...states] = columns(head)
  const rows = lines.map((line) => {
    const [what = '', ...outcomes] = columns(line)
    const [, action = '', who = ''] = /^(.*?) +(\w+)$/.exec(what) ?? []
    return { action, who, outcomes }
  })
  const signedIn = Object.entries(ACTORS).flatMap(([actor, role]) =>
    rows
      .filter(({ who }) => who === role)
      .flatMap(({ action, outcomes }) =>
        outcomes.map((outcome, i) => cell(action, actor as Actor, states[i], outcome)),
      ),
  )
  const actions = new Set(rows.map(({ action }) => action))
  const notSignedIn = [...actions].flatMap((action) =>
    states.map((from) => cell(action, 'nobody', from, '401')),
  )
  return [...signedIn, ...notSignedIn].filter(({ status }) => status > 0)
}

function cell(action: string, actor: Actor, from: string | undefined, outcome: string): Cell {
  const [status, to = from] = outcome.split(' ')
  return { action, actor, from, status: Number(status) || 0, to } as Cell
}

const cells = cellsOf(MATRIX)
const legal = cells.filter(({ status }) => status === 200)
const illegal = cells.filter(({ status }) => status !== 200)

let souk: TestSouk
let books: Books
let people: Record<Exclude<Actor, 'nobody'>, TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  books = await openBooks(souk.databaseUrl)
  const names = ['seller', 'staff_seller', 'buyer', 'staff_buyer', 'staff_beside', 'stranger']
  const users = await Promise.all(names.map((name) => souk.signUp(name)))
  await souk.sql(`update users set is_staff = true where username like 'staff%'`)
  people = Object.fromEntries(Object.keys(ACTORS).map((actor, i) => [actor, users[i]])) as never
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})

/** Those who are the trade's sides when this actor acts on it. */
function sidesFor(actor: Actor): { seller: TestUser; buyer: TestUser } {
  const seller = actor === 'a seller of the staff' ? people[actor] : people.seller
  const buyer = actor === 'a buyer of the staff' ? people[actor] : people.buyer
  return { seller, buyer }
}

function tryTo(action: string, id: number, user: TestUser | undefined): Promise<Answer> {
  const [verb = '', outcome] = action.split(' ')
  const body = { resolve: { outcome, note: 'seen' }, dispute: { reason: 'nothing came' } }[verb]
  return souk.post(`/trades/${id}/${verb}`, body, user?.token)
}

const WAYS: Record<TradeStatus, [action: string, by: 'seller' | 'buyer'][]> = {
  open: [],
  in_progress: [['buy', 'buyer']],
  completed: [
    ['buy', 'buyer'],
    ['release', 'seller'],
  ],
  cancelled: [
    ['buy', 'buyer'],
    ['cancel', 'buyer'],
  ],
  disputed: [
    ['buy', 'buyer'],
    ['dispute', 'seller'],
  ],
}

async function newTrade(state: TradeStatus, actor: Actor = 'stranger'): Promise<number> {
  const sides = sidesFor(actor)
  const created = await souk.post('/trades', { asset: 'btc', amount: '0.1' }, sides.seller.token)
  expect(created.status).toBe(201)
  for (const [action, by] of WAYS[state]) {
    const { status } = await tryTo(action, created.body.id, sides[by])
    expect(status).toBe(200)
  }
  return created.body.id
}

/** Every user's money, and every trade as it is stored. */
async function everything() {
  const ids = Object.values(people).map(({ id }) => id)
  const trades = await souk.sql('select * from trades order by id')
  return { trades, purses: await books.purses(ids) }
}

interface Attempt {
  readonly cell: Cell
  readonly id: number
}

const attemptsOn = (cells: readonly Cell[]): Promise<Attempt[]> =>
  Promise.all(cells.map(async (cell) => ({ cell, id: await newTrade(cell.from, cell.actor) })))

/** All at once: each on a trade of its own. @returns what was not answered as it should be. */
async function perform(attempts: readonly Attempt[]): Promise<string[]> {
  const answered = attempts.map(async ({ cell, id }) => {
    const user = cell.actor === 'nobody' ? undefined : people[cell.actor]
    const { status, body } = await tryTo(cell.action, id, user)
    const right = status === cell.status && (status !== 200 || body.trade.status === cell.to)
    const { action, actor, from } = cell
    return right ? [] : [`${action} by ${actor} of a trade ${from}: ${status}, not ${cell.status}`]
  })
  return (await Promise.all(answered)).flat()
}

test('the matrix is whole: each action by each actor in each state', () => {
  // Of an open trade there is no buyer.
  expect(cells).toHaveLength(6 * 7 * 5 - 6 * 2)
  expect(legal).toHaveLength(15)
})

test('what is not allowed is refused with the right status, and changes nothing at all', async () => {
  const attempts = await attemptsOn(illegal)
  const before = await everything()
  expect(await perform(attempts)).toEqual([])
  expect(await everything()).toEqual(before)
})

test('what is allowed is done, and the trade says so', async () => {
  const attempts = await attemptsOn(legal)
  expect(await perform(attempts)).toEqual([])
  for (const { cell, id } of attempts) {
    expect((await souk.get(`/trades/${id}`, people.staff.token)).body.status).toBe(cell.to)
  }
})

const ACTIONS = [...new Set(cells.map(({ action }) => action))]

test.each(ACTIONS)(
  '%s of a trade that is not there is 404, and 401 for strangers',
  async (action) => {
    expect((await tryTo(action, 999_999, people.staff)).status).toBe(404)
    expect((await tryTo(action, 999_999, undefined)).status).toBe(401)
    const forStaff = action.startsWith('resolve')
    expect((await tryTo(action, 999_999, people.seller)).status).toBe(forStaff ? 403 : 404)
  },
)

test.each(['in_progress', 'completed', 'cancelled', 'disputed'] as const)(
  'from what is refused an outsider learns nothing of a trade %s',
  async (state) => {
    const id = await newTrade(state)
    const refusal = async (action: string, of: number) => {
      const { status, body } = await tryTo(action, of, people.stranger)
      return { status, body }
    }
    for (const action of ACTIONS.filter((action) => action !== 'buy')) {
      expect(await refusal(action, id)).toEqual(await refusal(action, 999_999))
    }
    expect(await refusal('buy', id)).toEqual({
      status: 409,
      body: { message: 'This trade is no longer open', code: 'CONFLICT' },
    })
  },
)

test.each(['in_progress', 'completed', 'cancelled', 'disputed'] as const)(
  'a trade %s can be read by its sides and staff alone, and so can its chat',
  async (state) => {
    const id = await newTrade(state)
    const seen = async (path: string, token?: string) => (await souk.get(path, token)).status
    for (const { token } of [people.seller, people.buyer, people.staff]) {
      expect(await seen(`/trades/${id}`, token)).toBe(200)
      expect(await seen(`/trades/${id}/messages`, token)).toBe(200)
      expect((await souk.post(`/trades/${id}/messages`, { message: 'hi' }, token)).status).toBe(201)
    }
    const outside = people.stranger.token
    expect(await seen(`/trades/${id}`)).toBe(404)
    expect(await seen(`/trades/${id}`, outside)).toBe(404)
    expect(await seen(`/trades/${id}/messages`)).toBe(401)
    expect(await seen(`/trades/${id}/messages`, outside)).toBe(404)
    expect((await souk.post(`/trades/${id}/messages`, { message: 'hi' }, outside)).status).toBe(404)
    for (const token of [undefined, outside]) {
      const { body } = await souk.get('/trades?per_page=100', token)
      expect(body.map((trade: { id: number }) => trade.id)).not.toContain(id)
    }
  },
)

test('an open trade can be read by anybody, and asked about by anybody who is signed in', async () => {
  const id = await newTrade('open')
  expect((await souk.get(`/trades/${id}`)).status).toBe(200)
  expect((await souk.get(`/trades/${id}`, people.stranger.token)).status).toBe(200)
  const ask = (token?: string) => souk.post(`/trades/${id}/messages`, { message: 'hi' }, token)
  expect((await ask(people.stranger.token)).status).toBe(201)
  expect((await ask()).status).toBe(401)
})

test('after all of this the books are in order', async () => {
  expect(await books.verify()).toEqual([])
})
