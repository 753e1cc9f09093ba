import { LOGIN_LIMITS } from '@souk/core'
import { totp } from '@souk/core/testing/totp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, tally } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { type ShopClient, shopClient } from '../../src/testing/shop.ts'
import { RELEASE_CODE, shopDeals } from '../../src/testing/shop-deals.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'
import {
  type SecondFactor,
  type TwoFactorClient,
  twoFactorClient,
} from '../../src/testing/two-factor.ts'

// What takes a code of whoever has a second factor, and what becomes of the code.

let souk: TestSouk
let shop: ShopClient
let people: TwoFactorClient
let now = new Date('2026-05-01T12:00:00Z')
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}
beforeAll(async () => {
  souk = await startTestSouk({}, { clock: () => now, wait: async () => {} })
  shop = shopClient(souk)
  people = twoFactorClient(souk, () => now)
})
afterAll(() => souk.stop())
// Another step of everybody's apps, and none of the guesses before counts any more.
beforeEach(() => pass(LOGIN_LIMITS.window / 1000 + 60))

const newcomer = () => people.newcomer()
const withTwoFactor = () => people.withTwoFactor()
const REQUIRED = { status: 403, body: { success: false, code: 'TWO_FACTOR_REQUIRED' } }

describe('paying out', () => {
  const out = { currency: 'btc', amount: '0.01', address: '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy' }
  const withdraw = (token: string, more: object = {}, headers = {}): Promise<Answer> =>
    souk.request('POST', '/wallet/withdrawals/', { token, body: { ...out, ...more }, headers })

  test('takes a code, which is used up with it', async () => {
    const { sessionToken, code } = await withTwoFactor()
    expect((await withdraw(sessionToken)).status).toBe(403)
    expect((await withdraw(sessionToken, { code: '000' })).status).toBe(403)
    expect((await souk.get('/wallet/withdrawals/', sessionToken)).body.entity).toEqual([])
    expect((await withdraw(sessionToken, { code: code() })).status).toBe(200)
    expect((await withdraw(sessionToken, { code: code() })).status).toBe(403)
  })

  test('that is refused leaves the code good', async () => {
    const { sessionToken, code } = await withTwoFactor()
    const tooMuch = await withdraw(sessionToken, { amount: '1000000', code: code() })
    expect(tooMuch.status).toBe(400)
    expect((await withdraw(sessionToken, { code: code() })).status).toBe(200)
  })

  test('asked for again under its key gives the first answer', async () => {
    const { sessionToken, code } = await withTwoFactor()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const body = { code: code() }
    const first = await withdraw(sessionToken, body, key)
    expect((await withdraw(sessionToken, body, key)).body).toEqual(first.body)
    expect((await souk.get('/wallet/withdrawals/', sessionToken)).body.entity).toHaveLength(1)
  })

  test('ten times at once with one code is once', async () => {
    const { sessionToken, code } = await withTwoFactor()
    const body = { code: code() }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => withdraw(sessionToken, body)),
    )
    expect(tally(answers)[200]).toBe(1)
    expect((await souk.get('/wallet/withdrawals/', sessionToken)).body.entity).toHaveLength(1)
  })

  test('takes none without two-factor authentication', async () => {
    const { accessToken } = await newcomer()
    expect((await withdraw(accessToken)).status).toBe(200)
  })
})

describe('a payout address', () => {
  const FIRST = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'
  const OTHER = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
  const set = (token: string, address: string, code?: unknown) =>
    souk.request('PUT', '/api/wallet', { token, body: { address, code } })
  const shown = async (token: string) =>
    (await souk.get('/api/wallet', token)).body.data.payoutAddress

  test('changes with a current code alone, which is used up with it', async () => {
    const { sessionToken, code, secret } = await withTwoFactor()
    const past = totp(secret, new Date(now.getTime() - 90_000))
    for (const wrong of [undefined, 'no such code', past]) {
      expect(await set(sessionToken, FIRST, wrong)).toMatchObject(REQUIRED)
      expect(await shown(sessionToken)).toBeNull()
    }
    expect(await set(sessionToken, FIRST, code())).toMatchObject({ status: 200 })
    expect(await set(sessionToken, OTHER, code())).toMatchObject(REQUIRED)
    expect(await shown(sessionToken)).toBe(FIRST)
  })

  test('that is none leaves the code good', async () => {
    const { sessionToken, code } = await withTwoFactor()
    const { status, body } = await set(sessionToken, 'no address', code())
    expect([status, body.details]).toEqual([422, { address: 'is not a valid btc address' }])
    expect((await set(sessionToken, FIRST, code())).status).toBe(200)
  })

  test.each([
    ['a number', 123_456],
    ['a list', ['123456']],
    ['an operator', { $gt: '' }],
  ])('with %s for a code is refused, and stays', async (_, code) => {
    const { sessionToken } = await withTwoFactor()
    const { status, body } = await set(sessionToken, FIRST, code)
    expect([status, body.code, Object.keys(body.details)]).toEqual([
      422,
      'VALIDATION_ERROR',
      ['code'],
    ])
    expect(await shown(sessionToken)).toBeNull()
  })

  test('takes a backup code once, however often at once', async () => {
    const { sessionToken, backupCodes } = await withTwoFactor()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        set(sessionToken, i % 2 ? FIRST : OTHER, backupCodes[0]),
      ),
    )
    expect(tally(answers)[200]).toBe(1)
    const { data } = (await souk.get('/api/auth/2fa', sessionToken)).body
    expect(data.backupCodesLeft).toBe(9)
  })

  test('takes none without two-factor authentication', async () => {
    const { accessToken } = await newcomer()
    expect((await set(accessToken, FIRST)).status).toBe(200)
  })
})

describe('a release', () => {
  const set = (token: string, body: object) =>
    souk.request('PATCH', '/api/auth/2fa', { token, body })

  test('of a trade takes a code for whoever wants that, and only then', async () => {
    const { sessionToken, code } = await withTwoFactor()
    const buyer = await newcomer()
    const trade = async () => {
      const { id } = (await souk.post('/trades', { asset: 'btc', amount: '0.01' }, sessionToken))
        .body
      await souk.post(`/trades/${id}/buy`, {}, buyer.accessToken)
      return (body: object) => souk.post(`/trades/${id}/release`, body, sessionToken)
    }
    const [first, second] = [await trade(), await trade()]
    expect((await first({})).status).toBe(200)
    expect((await set(sessionToken, { confirmReleases: true })).body.data.confirmReleases).toBe(
      true,
    )
    const refused = await second({})
    expect(refused).toMatchObject({ status: 403, body: { code: 'TWO_FACTOR_REQUIRED' } })
    expect((await second({ code: code() })).status).toBe(200)
  })

  test('of an offer likewise', async () => {
    const [owner, maker] = [await withTwoFactor(), await newcomer()]
    await set(owner.sessionToken, { confirmReleases: true })
    const market = marketClient(souk)
    const seller = { token: owner.sessionToken } as never
    const ad = await market.newAd(seller, { crypto_amount: '0.02' })
    const offer = await market.newOffer({ token: maker.accessToken } as never, ad, '0.01')
    const release = (body: object) =>
      souk.post(`/p2p/offer/release/${offer}/`, body, owner.sessionToken)
    const refused = await release({})
    expect(refused).toMatchObject({ status: 403, body: { status: 'failure', success: false } })
    expect((await release({ code: owner.code() })).status).toBe(200)
  })

  /** An escrow that is to be released by its buyer, who wants a code for that. */
  async function escrowOf(owner: SecondFactor) {
    const buyer = { token: owner.sessionToken }
    const seller = { token: (await newcomer()).accessToken }
    await shop.newSeller(seller, { storeName: `Store ${seller.token.slice(3, 12)}` })
    const product = await shop.newProduct(seller)
    const { escrow } = await shopDeals(souk, { buyer, seller, product }).escrowIn('CONFIRMED')
    await set(buyer.token, { confirmReleases: true })
    const release = (body: object, by = buyer) => shop.act(by, escrow, 'release', body)
    const status = async () =>
      (await souk.get(`/api/escrow/${escrow}`, buyer.token)).body.data.status
    return { release, status, seller }
  }

  test('of an escrow likewise, beside its own code', async () => {
    const owner = await withTwoFactor()
    const { release, status } = await escrowOf(owner)
    for (const code of [undefined, 'no such code']) {
      expect(await release({ releaseCode: RELEASE_CODE, code })).toMatchObject(REQUIRED)
    }
    const wrong = await release({ releaseCode: 'WRONG1', code: owner.code() })
    expect(wrong).toMatchObject({
      status: 422,
      body: { details: { releaseCode: 'Invalid release code' } },
    })
    expect(await status()).toBe('CONFIRMED')
    // It was not for the code of the app that it was refused: that one is still good.
    const right = { releaseCode: RELEASE_CODE, code: owner.code() }
    expect((await release(right)).body.data.status).toBe('RELEASED')
  })

  test('of an escrow without a code counts no guess at its own', async () => {
    const owner = await withTwoFactor()
    const { release } = await escrowOf(owner)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => release({ releaseCode: RELEASE_CODE })),
    )
    expect(tally(answers)).toEqual({ 403: 8 })
    const right = { releaseCode: RELEASE_CODE, code: owner.code() }
    expect((await release(right)).status).toBe(200)
  })

  test('of an escrow by the other side is theirs, and takes no code of theirs', async () => {
    const { release, seller } = await escrowOf(await withTwoFactor())
    expect((await release({ releaseCode: RELEASE_CODE }, seller)).status).toBe(200)
  })

  test('is not freed from codes without one', async () => {
    const { sessionToken, code } = await withTwoFactor()
    await set(sessionToken, { confirmReleases: true })
    expect(await set(sessionToken, { confirmReleases: false })).toMatchObject(REQUIRED)
    expect(await set(sessionToken, { confirmReleases: false, code: code() })).toMatchObject({
      status: 200,
      body: { data: { confirmReleases: false } },
    })
    const { accessToken } = await newcomer()
    const off = await set(accessToken, { confirmReleases: true })
    expect(off).toMatchObject({ status: 409, body: { success: false, code: 'CONFLICT' } })
  })
})

describe('an account whose second factor was reset', () => {
  test('lets coins out without a code again', async () => {
    const { sessionToken, accessToken, id } = await withTwoFactor()
    const first = await souk.logIn(ADMIN.username, ADMIN.password)
    const other = await souk.signUp('umpire')
    await souk.sql(`update users set is_staff = true where id = ${other.id}`)
    const path = `/exec/user/two-factor/reset/${id.replace('user_', '')}/`
    const address = { address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa' }
    const set = (token: string) => souk.request('PUT', '/api/wallet', { token, body: address })
    await souk.post(path, {}, first)
    expect(await set(sessionToken)).toMatchObject(REQUIRED)
    await souk.post(path, {}, other.token)
    expect((await set(sessionToken)).status).toBe(401)
    expect((await set(accessToken)).status).toBe(200)
  })
})
