import {
  REQUEST_OFFER_STATUSES,
  REQUEST_STATUSES,
  type RequestOfferStatus,
  type RequestStatus,
} from '@souk/contract'
import { expireRequest } from '@souk/core/requests/expire-request.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { shopClient } from '../../src/testing/shop.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What everybody gets who tries anything with a request, or an offer on one, in any state, over HTTP: the
// state after it, or the status of the refusal, after which all is as it was.

const REQUEST_MATRIX = `
action  who      | OPEN        | FULFILLED | CLOSED | EXPIRED
update  asker    | OPEN        | 409       | 409    | 409
update  staff    | 403         | 403       | 403    | 403
update  other    | 403         | 403       | 403    | 403
fulfil  asker    | FULFILLED   | 409       | 409    | 409
fulfil  staff    | 403         | 403       | 403    | 403
fulfil  other    | 403         | 403       | 403    | 403
close   asker    | CLOSED      | 409       | 409    | 409
close   staff    | CLOSED      | 409       | 409    | 409
close   other    | 403         | 403       | 403    | 403
reopen  asker    | 409         | 409       | OPEN   | OPEN
reopen  staff    | 403         | 403       | 403    | 403
reopen  other    | 403         | 403       | 403    | 403
expire  asker    | 400         | 400       | 400    | 400
expire  staff    | 400         | 400       | 400    | 400
expire  other    | 400         | 400       | 400    | 400
delete  asker    | DELETED     | DELETED   | DELETED | DELETED
delete  staff    | DELETED     | DELETED   | DELETED | DELETED
delete  other    | 403         | 403       | 403    | 403
offer   asker    | 403         | 403       | 403    | 403
offer   staff    | 403         | 403       | 403    | 403
offer   store    | OPEN        | 409       | 409    | 409
offer   other    | 403         | 403       | 403    | 403
`

const OFFER_MATRIX = `
action   who    | PENDING   | ACCEPTED | REJECTED | WITHDRAWN
accept   asker  | ACCEPTED  | 409      | 409      | 409
accept   seller | 403       | 403      | 403      | 403
accept   rival  | 404       | 404      | 404      | 404
accept   staff  | 404       | 404      | 404      | 404
accept   other  | 404       | 404      | 404      | 404
reject   asker  | REJECTED  | 409      | 409      | 409
reject   seller | 403       | 403      | 403      | 403
reject   rival  | 404       | 404      | 404      | 404
reject   staff  | 404       | 404      | 404      | 404
reject   other  | 404       | 404      | 404      | 404
withdraw asker  | 403       | 403      | 403      | 403
withdraw seller | WITHDRAWN | 409      | 409      | 409
withdraw rival  | 404       | 404      | 404      | 404
withdraw staff  | 404       | 404      | 404      | 404
withdraw other  | 404       | 404      | 404      | 404
`

interface Cell {
  readonly action: string
  readonly who: string
  readonly from: string
  readonly expected: string
}

function cellsOf(matrix: string): Cell[] {
  const [head = '', ...lines] = matrix.trim().split('\n')
  const columns = (line: string) => line.split('|').map((part) => part.trim())
  const [, ...states] = columns(head)
  const cells = lines.flatMap((line) => {
    const [what = '', ...outcomes] = columns(line)
    const [action = '', who = ''] = what.split(/ +/)
    return outcomes.map((expected, i) => ({ action, who, from: states[i] ?? '', expected }))
  })
  return [...cells, ...nobodys(cells)]
}

/** Without a credential everything is 401. */
function nobodys(cells: readonly Cell[]): Cell[] {
  const [first] = cells
  return cells
    .filter(({ who }) => who === first?.who)
    .map((cell) => ({ ...cell, who: 'nobody', expected: '401' }))
}

const REQUESTS = '/api/v1/requests'

let souk: TestSouk
let system: System
let people: Record<'asker' | 'seller' | 'rival' | 'store' | 'staff' | 'other', TestUser>
beforeAll(async () => {
  souk = await startTestSouk()
  system = await openSystem(souk.databaseUrl)
  const shop = shopClient(souk)
  const signUp = (name: string) => souk.signUp(name)
  people = {
    asker: await signUp('asker'),
    seller: await signUp('seller'),
    rival: await signUp('rival'),
    store: await signUp('store'),
    staff: await signUp('staff_beside'),
    other: await signUp('other'),
  }
  for (const who of ['seller', 'rival', 'store'] as const) await shop.newSeller(people[who])
  await souk.sql(`update users set is_staff = true where username = 'staff_beside'`)
})
afterAll(async () => {
  await system.close()
  await souk.stop()
})
beforeEach(async () => {
  await souk.sql(`update requests set status = 'CLOSED' where status = 'OPEN'`)
})

const tokenOf = (who: string) =>
  who === 'nobody' ? undefined : people[who as never as 'asker'].token

async function newRequest(from: RequestStatus): Promise<string> {
  const { asker } = people
  const asked = { title: 'A map', description: 'Of any harbour there is.' }
  const { body } = await souk.post(REQUESTS, asked, asker.token)
  const status = { FULFILLED: 'FULFILLED', CLOSED: 'CLOSED' }[from as string]
  if (status) {
    const path = `${REQUESTS}/${body.id}/status`
    await souk.request('PUT', path, { body: { status }, token: asker.token })
  }
  if (from === 'EXPIRED') {
    await souk.sql(`update requests set expires_at = now() where id = ${body.id.slice(4)}`)
    await expireRequest(system.ctx(1000), { requestId: Number(body.id.slice(4)) })
  }
  return body.id
}

const STATUSES: Record<string, string> = {
  fulfil: 'FULFILLED',
  close: 'CLOSED',
  reopen: 'OPEN',
  expire: 'EXPIRED',
}

function tryRequest({ action, who }: Cell, id: string): Promise<Answer> {
  const token = tokenOf(who)
  const path = `${REQUESTS}/${id}`
  if (action === 'offer') return souk.post(`${path}/offers`, { price: 20 }, token)
  if (action === 'delete') return souk.request('DELETE', path, { token })
  if (action === 'update') {
    return souk.request('PUT', path, { token, body: { title: 'Two maps' } })
  }
  return souk.request('PUT', `${path}/status`, { token, body: { status: STATUSES[action] } })
}

const SUCCESS: Record<string, number> = { delete: 204, offer: 201 }

async function rowsOf(id: string) {
  const number = id.slice(4)
  return {
    requests: await souk.sql(`select * from requests where id = ${number}`),
    offers: await souk.sql(`select * from request_offers where request_id = ${number}`),
  }
}
const statusOf = async (id: string) => (await rowsOf(id)).requests[0] as { status: string }

describe('a request', () => {
  const cells = cellsOf(REQUEST_MATRIX)

  test('is tried in every state', () => {
    expect([...new Set(cells.map(({ from }) => from))]).toEqual([...REQUEST_STATUSES])
  })

  test.each(cells)('$action by $who when $from: $expected', async (cell) => {
    const { action, from, expected } = cell
    const id = await newRequest(from as RequestStatus)
    const before = await rowsOf(id)
    const { status } = await tryRequest(cell, id)
    if (/^\d+$/.test(expected)) {
      expect([status, await rowsOf(id)]).toEqual([Number(expected), before])
    } else {
      expect(status).toBe(SUCCESS[action] ?? 200)
      expect(await statusOf(id)).toMatchObject({ status: expected })
    }
  })
})

describe('an offer', () => {
  const cells = cellsOf(OFFER_MATRIX)
  const step = (id: number, action: string, who: string) =>
    souk.post(`${REQUESTS}/offers/${id}/${action}`, undefined, tokenOf(who))
  const LEADS: Record<RequestOfferStatus, readonly [string, string] | undefined> = {
    PENDING: undefined,
    ACCEPTED: ['accept', 'asker'],
    REJECTED: ['reject', 'asker'],
    WITHDRAWN: ['withdraw', 'seller'],
  }

  test('is tried in every state', () => {
    expect([...new Set(cells.map(({ from }) => from))]).toEqual([...REQUEST_OFFER_STATUSES])
  })

  test.each(cells)(
    '$action by $who when $from: $expected',
    async ({ action, who, from, expected }) => {
      const request = await newRequest('OPEN')
      const offer = (by: TestUser) =>
        souk.post(`${REQUESTS}/${request}/offers`, { price: 20 }, by.token)
      const { body } = await offer(people.seller)
      await offer(people.rival)
      const lead = LEADS[from as RequestOfferStatus]
      if (lead) expect((await step(body.id, ...lead)).status).toBe(200)
      const before = await rowsOf(request)
      const answer = await step(body.id, action, who)
      if (/^\d+$/.test(expected)) {
        expect([answer.status, await rowsOf(request)]).toEqual([Number(expected), before])
      } else {
        expect([answer.status, answer.body.status]).toEqual([200, expected])
      }
    },
  )
})
