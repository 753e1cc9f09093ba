import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLERS, type Caller, type Expected, SECRETS } from '../../src/testing/access/access.ts'
import { doorsOf } from '../../src/testing/access/doors.ts'
import {
  type AccessWorld,
  ANYONE,
  operations,
  PUBLIC,
  procedureAt,
  type Row,
  rows,
  startAccessWorld,
  UNVERIFIED,
} from '../../src/testing/access/world.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { connectSocket } from '../../src/testing/socket-client.ts'

/**
 * Who gets what from every operation there is, by every door to it: the matrices of the domains, in
 * `src/testing/access`. An operation that nobody has classified there fails the test.
 */

const OUTSIDERS = ['no credential', 'a bad token', 'a banned user'] as const
type Outsider = (typeof OUTSIDERS)[number]

let world: AccessWorld
beforeAll(async () => {
  world = await startAccessWorld()
})
afterAll(() => world.stop())

/** Everything that each was ever answered, for looking for what they should not know. */
const heard: Record<Caller | Outsider, { path: string; text: string }[]> = Object.fromEntries(
  [...CALLERS, ...OUTSIDERS].map((who) => [who, []]),
) as never

let accounts = 0

async function callerFor({ on }: Row, caller: Caller): Promise<TestUser> {
  if (on !== 'account') return world.people[caller]
  accounts += 1
  const user = await world.souk.signUp(`account${accounts}`)
  if (caller === 'staff')
    await world.souk.sql(`update users set is_staff = true where id = ${user.id}`)
  return user
}

test('every operation is classified, and by its own name for who may call it', () => {
  const classified = [...rows.map(({ path }) => path), ...PUBLIC].sort()
  expect(classified).toEqual(operations.map(({ path }) => path).sort())
  for (const { path, procedure } of operations) {
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
    for (const door of doorsOf(world.souk, path, outcome)) {
      const user = await callerFor(row, caller)
      const target = await world.someTarget(row, caller)
      const { code, text } = await door(path, world.inputOf(row, target, user), user.token)
      heard[caller].push({ path, text })
      expect([path, caller, code, code === outcome || text]).toEqual([path, caller, outcome, true])
    }
  })

  test('by whom nobody knows', async () => {
    const target = await world.someTarget(row, 'stranger')
    const input = world.inputOf(row, target, world.people.stranger)
    const tokens = {
      'no credential': undefined,
      'a bad token': 'nonsense',
      'a banned user': world.banned.token,
    }
    for (const who of OUTSIDERS) {
      const bad =
        who === 'no credential' ? (ANYONE[path] ?? 'AUTHENTICATION_REQUIRED') : 'INVALID_TOKEN'
      for (const door of doorsOf(world.souk, path, bad)) {
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
    expect(leaksTo('staff', ['room'])).toEqual([])
    for (const who of ['staff seller', 'staff buyer'] as const) {
      const files = leaksTo(who, ['note']).filter((leak) => leak.includes('disputes.get'))
      expect(files).toEqual([])
    }
  })

  test('lists hold one’s own alone', async () => {
    const ids = new Set(Object.values(world.people).map(({ id }) => id))
    const outsider = await world.souk.signUp('outsider')
    for (const path of [
      '/p2p/ads/mine/',
      '/p2p/offers/',
      '/wallet/deposits/',
      '/wallet/withdrawals/',
    ]) {
      expect((await world.souk.get(path, outsider.token)).body.entity).toEqual([])
    }
    expect((await world.souk.get('/trades?mine=true', outsider.token)).body).toEqual([])
    const { body } = await world.souk.get('/p2p/offers/?per_page=100', world.people.buyer.token)
    expect(body.entity.length).toBeGreaterThan(5)
    for (const { buyer_id, seller_id } of body.entity) {
      expect([buyer_id, seller_id]).toContain(world.people.buyer.id)
      expect(ids).toContain(seller_id)
    }
    const staffsOwn = (await world.souk.get('/p2p/offers/', world.people.staff.token)).body.entity
    for (const { buyer_id } of staffsOwn) expect(buyer_id).toBe(world.people.staff.id)
  })

  test('a stream of one’s own events tells nothing of others', async () => {
    const outsider = await world.souk.signUp('listener')
    const target = await world.targetFor('disputed', 'seller')
    for (const path of ['market.events', 'me.events']) {
      const url = `${world.souk.url.replace('http', 'ws')}/trpc?token=${outsider.token}`
      const client = await connectSocket(url)
      client.send({ id: 1, method: 'subscription', params: { path, input: { lastEventId: '0' } } })
      expect((await client.next()).result.type).toBe('started')
      await world.market.act('release', target.offer, world.people.seller)
      const ad = await world.market.newAd(outsider, { crypto_amount: '0.01' })
      const { data } = (await client.next()).result.data
      const first = path === 'market.events' ? ad : data.ad.id
      expect(data).toMatchObject({ type: 'ad.created', ad: { id: first, ownerId: outsider.id } })
      client.close()
    }
  })
})

test('whoever is banned does not get in again', async () => {
  const { username, password } = world.banned
  for (const path of ['/login', '/auth/login']) {
    expect((await world.souk.post(path, { username, password })).status).toBe(401)
  }
})

test('no address lets one call in as another', async () => {
  const asStranger = {
    authorization: `Bearer ${world.people.buyer.token}`,
    'trpc-accept': 'application/jsonl',
  }
  const closed = rows.filter(({ path }) => procedureAt(path).access === 'staff')
  for (const { path } of closed) {
    const method = procedureAt(path).kind === 'query' ? 'GET' : 'POST'
    for (const names of [`${path},x/trpc/trades.list`, `trades.list/trpc/${path}`, `/${path}`]) {
      const url = `${world.souk.url}/trpc/${names}?batch=1${method === 'GET' ? '&input={"0":{}}' : ''}`
      const answer = await fetch(url, {
        method,
        headers: { ...asStranger, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{"0":{}}' }),
      })
      expect([names, (await answer.text()).includes('"result"')]).toEqual([names, false])
    }
  }
})
