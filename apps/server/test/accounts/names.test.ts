import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({ ADMIN_USERNAME: 'root_admin' })
  await souk.signUp('alice')
})
afterAll(() => souk.stop())

const password = 'correct horse battery'
let made = 0
const named = (names: object) => {
  made += 1
  return souk.post('/register', { username: `person${made}`, password, ...names })
}

describe('a display name is refused that could be taken for somebody else’s', () => {
  test.each([
    { fullname: 'Souk' },
    { fullname: 'Ѕоuk Support' },
    { fullname: 'root_admin' },
    { fullname: 'Root Admin' },
    { first_name: 'Root', last_name: 'Admin' },
    { first_name: 'Souk' },
    { fullname: 'alice' },
    { fullname: 'аlісе' },
    { fullname: '@Alice' },
    { fullname: '(alice)' },
    { fullname: 'a l i c e' },
    { fullname: 'alice.' },
    { fullname: 'Support24' },
    { username: 'аlісе' },
    { username: '...' },
    { username: '\u0300\u0301\u0302' },
    { fullname: '\u200b' },
    { fullname: '\u3164' },
    { fullname: '\u2800' },
    { fullname: '\u00ad' },
    { fullname: '\u2060' },
  ])('%j', async (names) => {
    expect(await named(names)).toMatchObject({ status: 422, body: { code: 'VALIDATION_FAILED' } })
  })

  test.each([
    { fullname: 'Alice Okafor' },
    { fullname: 'مریم' },
    { username: 'zed', fullname: 'Zed' },
    { username: 'al_ice' },
  ])('not %j', async (names) => {
    expect((await named(names)).status).toBe(201)
  })
})

test.each([
  'Souk',
  'ѕоuk',
  'root-admin',
  'rооt_аdmin',
  'support',
  'staff',
  'stаff',
  'system_',
  'Soük',
])('a username like %s is the house’s or its staff’s', async (username) => {
  expect((await named({ username })).status).toBe(422)
})

test.each(['user_1', 'USR_1', 'seller_12', 'Product_3'])(
  '%s is an id, and no username',
  async (username) => {
    expect((await named({ username })).status).toBe(422)
    expect((await named({ username: `${username}x` })).status).toBe(201)
  },
)

test('a password may be typed composed or not', async () => {
  const composed = 'caf\u00e9 au lait'
  const typed = composed.normalize('NFD')
  await souk.post('/register', { username: 'amelie', password: typed })
  await souk.logIn('amelie', composed)
  await souk.logIn('amelie', typed)
  expect((await named({ password: 'e\u0301'.repeat(7) })).status).toBe(422)
})

test('staff’s coming and their reading of all users are in the audit log', async () => {
  const token = await souk.logIn('root_admin', ADMIN.password)
  await souk.post('/auth/users/', {}, token)
  const actions = (await souk.sql('select action from audit_log order by id')) as object[]
  expect(actions).toEqual([
    { action: 'staff.added' },
    { action: 'staff.signed_in' },
    { action: 'users.read' },
  ])
})
