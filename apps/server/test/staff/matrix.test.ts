import { type ContractNode, contract, procedures, type RestRoute } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getWithBody } from '../../src/testing/get-with-body.ts'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Every operation of staff and wallets, over every REST path it has: who may ask for it.

const NOWHERE = '00000000-0000-4000-8000-000000000000'
const ADDRESS = 'LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ'
const money = { currency: 'ltc', amount: '1' }

/** What each operation that wants a body is given, and what whoever may ask is then answered. */
const CALLS: Record<string, { body?: object; status?: number }> = {
  'staff.coins.enable': { body: { coin: 'ltc' } },
  'staff.coins.disable': { body: { coin: 'trx' } },
  'staff.settings.get': { status: 404 },
  'staff.settings.update': { body: { can_trade_btc: true }, status: 404 },
  'staff.limits.set': { body: { coin: 'ltc', maximum: '50' } },
  'staff.deposits.credit': { body: { transaction_id: 'ab'.repeat(32) }, status: 404 },
  'staff.deposits.reject': { body: { reason: 'none came' }, status: 404 },
  'staff.withdrawals.approve': { body: {}, status: 404 },
  'staff.withdrawals.reject': { body: { reason: 'no' }, status: 404 },
  'staff.reports.get': { status: 404 },
  'staff.reports.file': { status: 404 },
  'staff.reports.resolve': { body: { outcome: 'dismissed' }, status: 404 },
  'staff.twoFactor.reset': { body: {}, status: 404 },
  'wallet.transfer': { body: { ...money, from: 'main', to: 'p2p' } },
  'wallet.deposits.create': { body: money },
  'wallet.withdrawals.create': { body: { ...money, address: ADDRESS } },
  'wallet.withdrawals.cancel': { body: {}, status: 404 },
}

interface Cell {
  readonly name: string
  readonly operation: string
  readonly access: string
  readonly ask: (token?: string) => Promise<Answer>
  readonly status: number
}

let souk: TestSouk
let user: TestUser
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  user = await souk.signUp('amara')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())

const cells = [...cellsOf('staff', contract.staff), ...cellsOf('wallet', contract.wallet)]

function cellsOf(branch: string, node: ContractNode): Cell[] {
  return [...procedures(node, branch)].flatMap(({ path: operation, procedure }) =>
    procedure.rest.map((route) => {
      const { body, status = 200 } = CALLS[operation] ?? {}
      const { access } = procedure
      const name = `${route.method} ${route.path}`
      return { name, operation, access, status, ask: (token) => ask(route, body, token) }
    }),
  )
}

function ask({ method, path }: RestRoute, body?: object, token?: string): Promise<Answer> {
  const place = path.replace(/\{\w+\}/g, path.includes('/reports/') ? '999' : NOWHERE)
  if (method === 'GET' && body) return getWithBody(souk.url, place, { token, body })
  return souk.request(method, place, { token, ...(body && { body }) })
}

test('nothing is left out, and the only accesses are user and staff', () => {
  expect(cells.length).toBeGreaterThan(25)
  for (const { operation, access } of cells) {
    expect(access).toBe(operation.startsWith('staff.') ? 'staff' : 'user')
  }
})

describe.each(cells)('$operation by $name', ({ access, ask, status }) => {
  test('is not for strangers', async () => {
    const answer = await ask()
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ status: 'failure', message: 'Authentication required' })
  })

  test(`for a user answers ${access === 'staff' ? 403 : status}`, async () => {
    const answer = await ask(user.token)
    expect(answer.status, JSON.stringify(answer.body)).toBe(access === 'staff' ? 403 : status)
  })

  test(`for staff answers ${status}`, async () => {
    const answer = await ask(staff)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  })
})
