import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What staff decide through one process binds on the other.

let a: TestSouk
let b: TestSouk
let staff: string
let users = 0
beforeAll(async () => {
  a = await startTestSouk()
  b = await startTestSouk({ DATABASE_URL: a.databaseUrl })
  staff = await a.logIn(ADMIN.username, ADMIN.password)
})
afterAll(async () => {
  await b.stop()
  await a.stop()
})

const newUser = () => {
  users += 1
  return b.signUp(`user${users}`)
}
const set = (user: TestUser, body: object, by = a, token = staff) =>
  by.request('PATCH', `/exec/user/settings/${user.id}/`, { token, body })

async function joined(souk: TestSouk, user: TestUser): Promise<SocketClient> {
  const { body } = await a.post('/trades', { asset: 'usdt', amount: '1' }, user.token)
  const client = await connectSocket(`${souk.chatUrl}/?token=${user.token}`)
  expect(await client.ask({ action: 'join', trade_id: body.id })).toMatchObject({
    action: 'joined',
  })
  return client
}

test('a ban kills tokens at once and closes open sockets, on both', async () => {
  const user = await newUser()
  const sockets = [await joined(a, user), await joined(b, user)]
  const { body } = await b.post('/auth/login', {
    username: user.username,
    password: user.password,
  })
  expect((await set(user, { is_active: false })).body.entity.is_active).toBe(false)
  for (const souk of [a, b]) {
    expect((await souk.get('/auth/me', user.token)).status).toBe(401)
    expect((await souk.get('/auth/me', body.entity.access)).status).toBe(401)
    const refresh = { refresh: body.entity.refresh }
    expect((await souk.post('/auth/refresh', refresh)).status).toBe(401)
    await expect(souk.logIn(user.username, user.password)).rejects.toThrow('log-in')
    await expect(connectSocket(`${souk.chatUrl}/?token=${user.token}`)).rejects.toThrow('401')
  }
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401])
})

test('whoever is let in again logs in again', async () => {
  const user = await newUser()
  await set(user, { is_active: false })
  await set(user, { is_active: true }, b)
  expect((await a.get('/auth/me', user.token)).status).toBe(401)
  const token = await a.logIn(user.username, user.password)
  expect((await b.get('/auth/me', token)).status).toBe(200)
})

test('logging in while being banned leaves no session behind', async () => {
  const user = await newUser()
  const tokens = await Promise.allSettled([
    ...Array.from({ length: 6 }, (_, n) => (n % 2 ? a : b).logIn(user.username, user.password)),
    set(user, { is_active: false }),
  ])
  for (const login of tokens) {
    if (login.status !== 'fulfilled' || typeof login.value !== 'string') continue
    expect((await a.get('/auth/me', login.value)).status).toBe(401)
  }
})

test('nobody bans himself, and two members of staff can ban a third', async () => {
  const { body } = await a.get('/auth/me', staff)
  const own = await set({ id: body.entity.user_number } as TestUser, { is_active: false })
  expect([own.status, own.body.message]).toEqual([403, 'You cannot ban yourself'])
  const other = await newUser()
  await a.sql(`update users set is_staff = true where id = ${other.id}`)
  expect((await b.get('/exec/audit/', other.token)).status).toBe(200)
  const alone = await set(other, { is_active: false })
  expect([alone.body.message, alone.body.entity.is_active]).toEqual([
    'User settings await confirmation by another member of staff',
    true,
  ])
  expect((await b.get('/exec/audit/', other.token)).status).toBe(200)
  expect((await a.get('/exec/confirmations/', staff)).body.entity).toMatchObject([
    { action: 'settings.updated', subject: `user:${other.id}`, details: { isActive: false } },
  ])
  const second = await newUser()
  await a.sql(`update users set is_staff = true where id = ${second.id}`)
  await set(other, { is_active: false }, a, second.token)
  expect((await b.get('/exec/audit/', other.token)).status).toBe(401)
})

test('restrictions and coin switches bind on the other at once', async () => {
  const user = await newUser()
  const trade = () => b.post('/trades', { asset: 'usdt', amount: '1' }, user.token)
  await set(user, { can_trade_usdt: false })
  expect((await trade()).body).toEqual({
    message: 'You have been restricted from trading usdt, please contact support',
    code: 'RESTRICTED',
  })
  await set(user, { can_trade_usdt: true })
  expect((await trade()).status).toBe(201)
  await a.post('/exec/coin/disable/', { coin: 'usdt' }, staff)
  expect((await trade()).body).toEqual({
    message: 'USDT is switched off at the moment',
    code: 'COIN_DISABLED',
  })
  await a.post('/exec/coin/enable/', { coin: 'usdt' }, staff)
  expect((await trade()).status).toBe(201)
})

test('coins and rights that are taken bind at once on the other, and a ban on all of its sockets', async () => {
  const user = await newUser()
  const sell = () => b.post('/p2p/ad/', marketClient(b).AD, user.token)
  const coin = (verb: string) => a.post(`/exec/coin/${verb}/`, { coin: 'btc' }, staff)
  expect((await sell()).status).toBe(200)
  await coin('disable')
  expect(await sell()).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/BTC/) },
  })
  await coin('enable')
  await set(user, { can_trade_btc: false })
  expect((await sell()).body.message).toMatch(/^You have been restricted from trading btc/)
  const at = b.url.replace('http', 'ws')
  const open = ['/ws/p2p/', '/trpc', '/ws/trades'].map((path) =>
    connectSocket(`${at}${path}?token=${user.token}`),
  )
  const sockets = await Promise.all(open)
  await set(user, { is_active: false })
  expect((await sell()).status).toBe(401)
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401, 4401])
})
