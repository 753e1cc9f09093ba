import { afterAll, expect, test } from 'vitest'
import { tally } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const ROLE = `souk_few_${crypto.randomUUID().slice(0, 8)}`

let souk: TestSouk | undefined
let withdraw: (() => Promise<unknown>) | undefined
const undo: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

/** Sixty calls at once that each need the database, some of them more than once. */
async function crowd({ request, signUp }: TestSouk) {
  const { token } = await signUp(`crowd${crypto.randomUUID().slice(0, 8)}`)
  return Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      n % 3 === 0
        ? request('POST', '/trades', {
            body: { asset: 'usdt', amount: '1' },
            token,
            headers: n % 2 ? {} : { 'idempotency-key': `trade-${n}` },
          })
        : request('GET', n % 3 === 1 ? '/auth/me' : '/trades', { token }),
    ),
  )
}

test('calls wait for a connection where the role has only six', async () => {
  const home = await startTestSouk()
  undo.push(() => home.stop())
  const [{ owner } = { owner: '' }] = (await home.sql('select current_user as owner')) as {
    owner: string
  }[]
  await home.sql(`create role ${ROLE} login password 'few' connection limit 6`)
  await home.sql(`grant ${owner} to ${ROLE}`)
  withdraw = () => home.sql(`revoke ${owner} from ${ROLE}`)
  undo.push(() => home.sql(`drop role ${ROLE}`))
  const url = Object.assign(new URL(home.databaseUrl), { username: ROLE, password: 'few' }).href
  souk = await startTestSouk({ DATABASE_URL: url })
  const few = souk
  undo.push(() => few.stop())

  expect(tally(await crowd(few))).toEqual({ 200: 40, 201: 20 })
  expect((await few.get('/health/ready')).status).toBe(200)
  expect(tally(await crowd(few))).toEqual({ 200: 40, 201: 20 })
})

test('one user’s crowd of calls leaves connections to others', async () => {
  if (!souk) throw new Error('there is no Souk')
  const few = souk
  const [many, one] = [await few.signUp('many'), await few.signUp('one')]
  const body = { currency: 'usdt', amount: '1', from: 'main', to: 'p2p' }
  const start = performance.now()
  const crowd = Array.from({ length: 200 }, () =>
    few.post('/p2p/wallet/transfer/', body, many.token),
  )
  await crowd[0]
  const asked = performance.now()
  expect((await few.get('/p2p/wallet/', one.token)).status).toBe(200)
  const waited = performance.now() - asked
  expect(tally(await Promise.all(crowd))).toEqual({ 200: 200 })
  expect(waited).toBeLessThan((performance.now() - start) / 2)
})

test('a role that may use our tables no longer is refused, and calls are 503', async () => {
  await withdraw?.()
  expect(await souk?.get('/trades')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } })
  expect(await souk?.get('/health/ready')).toMatchObject({
    status: 503,
    body: { status: 'unavailable', database: 'refused' },
  })
})

test('DATABASE_POOL counts the connections of all pools, jobs included', async () => {
  const small = await startTestSouk(
    { DATABASE_POOL: '8' },
    { jobPace: { poll: 0.5, supervise: 1 } },
  )
  undo.push(() => small.stop())
  const open = async () => {
    const [row] = await small.sql(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'souk'`,
    )
    return (row as { n: number }).n
  }
  const crowds = Promise.all([crowd(small), crowd(small)])
  let most = 0
  let done = false
  crowds.finally(() => {
    done = true
  })
  while (!done) most = Math.max(most, await open())
  for (const answers of await crowds) expect(tally(answers)).toEqual({ 200: 40, 201: 20 })
  expect(most).toBeGreaterThan(4)
  expect(most).toBeLessThanOrEqual(8)
})
