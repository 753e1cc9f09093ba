import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AccessWorld,
  operations,
  rows,
  startAccessWorld,
} from '../../src/testing/access/world.ts'
import { getWithBody } from '../../src/testing/get-with-body.ts'
import { restCall } from '../../src/testing/rest-call.ts'
import { ADMIN } from '../../src/testing/test-souk.ts'

// What a cookie alone does: nothing that another site could have asked for.

let world: AccessWorld
beforeAll(async () => {
  world = await startAccessWorld()
})
afterAll(() => world.stop())

describe('a session cookie', () => {
  let cookie: string
  beforeAll(async () => {
    const { headers } = await world.souk.post('/login', ADMIN)
    cookie = /session=[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? ''
  })

  const recorded = operations.flatMap(({ path, procedure }) =>
    (procedure.kind === 'mutation' && procedure.access !== 'public') || procedure.access === 'staff'
      ? procedure.rest.map((route) => ({
          path,
          procedure,
          route,
          name: `${route.method} ${route.path}`,
        }))
      : [],
  )

  const changing = recorded.filter(({ procedure }) => procedure.kind === 'mutation')

  /** What of the world such a request could change, seen from the side. */
  const state = async () => {
    const counted = ['ads', 'offers', 'trades', 'messages', 'audit_log', 'deposits', 'withdrawals']
    const counts = counted.map((table) => `select '${table}', count(*)::int from ${table}`)
    const coins = await world.souk.sql('select code, enabled from ledger.assets order by 1')
    const live = await world.souk.sql('select count(*)::int from sessions where revoked_at is null')
    return { coins, live, counts: await world.souk.sql(counts.join(' union all ')) }
  }

  async function inputFor(path: string) {
    const row = rows.find((one) => one.path === path)
    if (!row) return {}
    return world.inputOf(row, await world.someTarget(row, 'stranger'), world.people.stranger)
  }

  test.each(recorded)(
    'from another site changes nothing, and has nothing read as staff, at $name',
    async ({ path, procedure, route }) => {
      const input = await inputFor(path)
      const changesByGet = route.method === 'GET' && procedure.kind === 'mutation'
      const before = await state()
      for (const from of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        const answer = await restCall(world.souk, { procedure, route }, input, undefined, {
          cookie,
          ...from,
        })
        // A GET that changes something takes no cookie at all, wherever it comes from.
        expect([from, answer.status]).toEqual([from, changesByGet ? 401 : 403])
      }
      if (changesByGet) {
        const own = await restCall(world.souk, { procedure, route }, input, undefined, { cookie })
        expect(own.status).toBe(401)
      }
      expect(await state()).toEqual(before)
    },
  )

  test('is not enough for HEAD, and neither is anything else, to change something', async () => {
    const before = await state()
    const gets = changing.filter(({ route }) => route.method === 'GET')
    expect(gets.map(({ route }) => route.path)).toContain('/exec/coin/disable/')
    for (const { path, procedure, route } of gets) {
      const input = await inputFor(path)
      const at = route.path.replace(/\{\w+\}/, String(world.people.buyer.id))
      const query = new URLSearchParams(input as Record<string, string>)
      for (const asked of [at, `${at}?${query}`]) {
        const options = { method: 'HEAD', token: world.admin, body: input } as const
        const { status } = await getWithBody(world.souk.url, asked, options)
        // Where the path also reads, a HEAD asks for that.
        expect([asked, status]).toEqual([asked, path === 'staff.settings.update' ? 200 : 405])
        await world.souk.request('HEAD', asked, { token: world.admin })
      }
      expect(procedure.access).toBe('staff')
    }
    expect(await state()).toEqual(before)
  })
})
