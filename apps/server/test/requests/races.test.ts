import { expireRequest } from '@souk/core/requests/expire-request.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestUser, tally } from '../../src/testing/http-client.ts'
import { shopClient } from '../../src/testing/shop.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Requests with many real calls at the same moment: one offer wins, or none.

const REQUESTS = '/api/v1/requests'
const ROUNDS = 12

let souk: TestSouk
let system: System
let asker: TestUser
let sellers: TestUser[]
beforeAll(async () => {
  souk = await startTestSouk()
  system = await openSystem(souk.databaseUrl)
  asker = await souk.signUp('asker')
  sellers = await Promise.all([1, 2, 3, 4].map((n) => souk.signUp(`seller${n}`)))
  const shop = shopClient(souk)
  for (const seller of sellers) await shop.newSeller(seller)
})
afterAll(async () => {
  await system.close()
  await souk.stop()
})

interface Asked {
  readonly id: string
  readonly offers: readonly { readonly id: number; readonly by: TestUser }[]
}
async function newRequest(): Promise<Asked> {
  const asked = { title: 'A map', description: 'Of any harbour there is.' }
  const { body } = await souk.post(REQUESTS, asked, asker.token)
  const offers = await Promise.all(
    sellers.map(async (by) => {
      const made = await souk.post(`${REQUESTS}/${body.id}/offers`, { price: 20 }, by.token)
      expect(made.status).toBe(201)
      return { id: made.body.id, by }
    }),
  )
  return { id: body.id, offers }
}
const step = (id: number, action: string, by: TestUser) =>
  souk.post(`${REQUESTS}/offers/${id}/${action}`, undefined, by.token)
const setStatus = (id: string, status: string) =>
  souk.request('PUT', `${REQUESTS}/${id}/status`, { body: { status }, token: asker.token })
const shown = async (id: string) => (await souk.get(`${REQUESTS}/${id}`, asker.token)).body
const statusesOf = (offers: readonly { status: string }[]) =>
  offers.map(({ status }) => status).sort()

const FULFILLED = ['ACCEPTED', 'REJECTED', 'REJECTED', 'REJECTED']

test('of four offers that are accepted at once, twice each, one is', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, offers } = await newRequest()
    const answers = await Promise.all(
      [...offers, ...offers].map((offer) => step(offer.id, 'accept', asker)),
    )
    expect(tally(answers)).toEqual({ 200: 1, 409: 7 })
    const request = await shown(id)
    expect([request.status, statusesOf(request.offers)]).toEqual(['FULFILLED', FULFILLED])
  }
})

test('an offer that is accepted and taken back at once is one of both, and the request follows', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, offers } = await newRequest()
    const [{ id: offer, by }] = offers as [Asked['offers'][number]]
    const answers = await Promise.all([step(offer, 'accept', asker), step(offer, 'withdraw', by)])
    expect(tally(answers)).toEqual({ 200: 1, 409: 1 })
    const request = await shown(id)
    const isAccepted = answers[0]?.status === 200
    expect(request.status).toBe(isAccepted ? 'FULFILLED' : 'OPEN')
    expect(statusesOf(request.offers)).toEqual(
      isAccepted ? FULFILLED : ['PENDING', 'PENDING', 'PENDING', 'WITHDRAWN'],
    )
  }
})

test('a request that is closed, deleted, over or fulfilled at once has one end, and nothing waits', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, offers } = await newRequest()
    const number = Number(id.slice(4))
    await souk.sql(
      `update requests set expires_at = now() + interval '1 minute' where id = ${number}`,
    )
    const [{ id: offer }] = offers as [Asked['offers'][number]]
    const [accepted, closed, fulfilled] = await Promise.all([
      step(offer, 'accept', asker),
      setStatus(id, 'CLOSED'),
      setStatus(id, 'FULFILLED'),
      expireRequest(system.ctx(120_000), { requestId: number }),
    ])
    const won = [accepted, closed, fulfilled].filter(({ status }) => status === 200)
    const request = await shown(id)
    expect(won.length).toBe(request.status === 'EXPIRED' ? 0 : 1)
    expect(statusesOf(request.offers)).toEqual(
      accepted.status === 200 ? FULFILLED : ['REJECTED', 'REJECTED', 'REJECTED', 'REJECTED'],
    )
  }
})

test('whoever offers ten times at once has made one offer', async () => {
  const [seller] = sellers as [TestUser]
  const asked = { title: 'A map', description: 'Of any harbour there is.' }
  const { body } = await souk.post(REQUESTS, asked, asker.token)
  const path = `${REQUESTS}/${body.id}/offers`
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => souk.post(path, { price: 20 }, seller.token)),
  )
  expect(tally(answers)).toEqual({ 201: 1, 409: 9 })
})

test('an offer that comes while the request is closed waits for nobody', async () => {
  const [seller] = sellers as [TestUser]
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = { title: 'A map', description: 'Of any harbour there is.' }
    const { body } = await souk.post(REQUESTS, asked, asker.token)
    const [offered] = await Promise.all([
      souk.post(`${REQUESTS}/${body.id}/offers`, { price: 20 }, seller.token),
      setStatus(body.id, 'CLOSED'),
    ])
    const { offers, status } = await shown(body.id)
    expect(status).toBe('CLOSED')
    expect(statusesOf(offers)).toEqual(offered.status === 201 ? ['REJECTED'] : [])
  }
})
