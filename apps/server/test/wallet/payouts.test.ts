import type { Chains } from '@souk/core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { IN_HASTE, makeDue, retryAtOnce } from '../../src/testing/jobs.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// A chain adapter: where deposits go, and what happens to an approved withdrawal.

const ADDRESS = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'

let isAway = false
const asked: string[] = []
const chains: Chains = {
  depositAddress: async (coin, userId) => `${coin}-of-${userId}`,
  payOut: async ({ id }) => {
    asked.push(id)
    if (isAway) throw new Error('the node is away')
    return `sent-${id}`
  },
}

let souk: TestSouk
let user: TestUser
let staff: string
beforeAll(async () => {
  souk = await startTestSouk({ LOG_LEVEL: 'silent' }, { chains, jobPace: IN_HASTE })
  user = await souk.signUp('amara')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
  await retryAtOnce(souk, 'withdrawal.pay')
})
afterAll(() => souk.stop())

async function approved(): Promise<string> {
  const input = { currency: 'trx', amount: '1', address: ADDRESS }
  const { id } = (await souk.post('/wallet/withdrawals/', input, user.token)).body.entity
  expect((await souk.post(`/exec/withdrawals/${id}/approve/`, {}, staff)).status).toBe(200)
  return id
}

async function paidWith(id: string): Promise<string | null> {
  const { body } = await souk.get('/wallet/withdrawals/', user.token)
  return body.entity.find((row: { id: string }) => row.id === id).transaction_id
}

const SOON = { timeout: 10_000, interval: 50 }

test('a deposit is announced to the address that the adapter gives', async () => {
  const input = { currency: 'trx', amount: '1' }
  const { body } = await souk.post('/wallet/deposits/', input, user.token)
  expect(body.entity.address).toBe(`trx-of-${user.id}`)
})

test('an approved withdrawal is sent by a job, once', async () => {
  const id = await approved()
  await vi.waitFor(async () => expect(await paidWith(id)).toBe(`sent-${id}`), SOON)
  expect(asked).toEqual([id])
})

test('while the chain is away approving works, and the coins are sent afterwards', async () => {
  isAway = true
  asked.length = 0
  const id = await approved()
  await vi.waitFor(() => expect(asked).toContain(id), SOON)
  expect(await paidWith(id)).toBeNull()
  isAway = false
  await makeDue(souk, 'withdrawal.pay')
  await vi.waitFor(async () => expect(await paidWith(id)).toBe(`sent-${id}`), SOON)
})
