import { soukOpenApi } from '@souk/rest-door'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestOptions } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

/**
 * Every operation is asked sensible and senseless things. What it answers is held against the
 * document by the client itself; here it only has to be no fault of ours.
 */

interface Operation {
  readonly method: string
  readonly path: string
  /** The document's first example of a body. */
  readonly example: Record<string, unknown> | undefined
  readonly query: readonly string[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

const OPERATIONS = Object.entries(soukOpenApi().paths ?? {}).flatMap(([path, item]) =>
  METHODS.flatMap((method): Operation[] => {
    const operation = item[method]
    if (!operation) return []
    const { parameters = [], requestBody } = operation
    const query = parameters.flatMap((one) => ('name' in one && one.in === 'query' ? one.name : []))
    const media = requestBody && 'content' in requestBody ? requestBody.content : {}
    const [first] = Object.values(media['application/json']?.examples ?? {})
    const example = first && 'value' in first ? first.value : undefined
    return [{ method: method.toUpperCase(), path, example, query }]
  }),
)

let souk: TestSouk
let user: string
let staff: string
beforeAll(async () => {
  souk = await startTestSouk()
  await souk.signUp('sweeper')
  await souk.post('/trades', { asset: 'BTC', amount: '1' }, await logInUser())
})
afterAll(() => souk.stop())

const logInUser = () => souk.logIn('sweeper', 'sweeper-secret-1')

/** Some operations end the session they are called in. */
async function logInAgain(): Promise<void> {
  const isAlive = async (token: string) => (await souk.get('/auth/me', token)).status === 200
  if (!user || !(await isAlive(user))) user = await logInUser()
  if (!staff || !(await isAlive(staff))) staff = await souk.logIn(ADMIN.username, ADMIN.password)
}

const IDS = ['1', '999', '0', '-1', 'one', '9'.repeat(30), '%00', '%ff', '1.5']
const NONSENSE = [null, [], {}, '', ' ', '\0', -1, 1.5, 1e300, true, 'x'.repeat(5000), '\ud800']

const at = (path: string, id: string) => path.replace(/\{\w+\}/g, id)

/** Every field that the operation takes, with the same value. */
function everyField<T>({ example = {}, query }: Operation, value: T): Record<string, T> {
  return Object.fromEntries([...Object.keys(example), ...query].map((name) => [name, value]))
}

type Question = [path: string, options: RequestOptions]

/** What every operation is asked. */
function* questions(operation: Operation, token: string): Generator<Question> {
  const { path, example } = operation
  const isGet = operation.method === 'GET'
  const body = isGet ? {} : { body: example ?? {} }
  for (const id of path.includes('{') ? IDS : ['1']) yield [at(path, id), { ...body, token }]
  const here = at(path, '1')
  yield [here, body]
  yield [`${here}/`, { ...body, token: 'no such token' }]
  yield [`${here}?access_token=neither`, body]
  yield [here, { ...body, headers: { cookie: 'session=stale' } }]
  yield [here, { ...body, headers: { cookie: 'session=stale', origin: 'https://far.example' } }]
  yield* isGet ? queries(operation, here, token) : bodies(operation, here, token)
}

function* queries(operation: Operation, path: string, token: string): Generator<Question> {
  for (const value of ['', 'x', '0', '-1', '1', '99999', 'true', 'open', 'btc']) {
    const query = new URLSearchParams(everyField(operation, value))
    yield [`${path}?${query}`, { token }]
  }
}

function* bodies(operation: Operation, path: string, token: string): Generator<Question> {
  const { example = {} } = operation
  for (const value of NONSENSE) {
    yield [path, { body: everyField(operation, value), token }]
  }
  // In a body that is good but for one field; `doors/bad-input` gives each field all of it, by itself.
  for (const [i, name] of Object.keys(example).entries()) {
    for (const value of NONSENSE.filter((_, n) => n % 3 === i % 3)) {
      yield [path, { body: { ...example, [name]: value }, token }]
    }
  }
  for (const body of ['', '{', '[]', 'null', '"text"']) yield [path, { body, token }]
  yield [path, { body: 'x'.repeat(1024 * 1024 + 1), token }]
  yield [path, { body: 'a=b', token, headers: { 'content-type': 'text/plain' } }]
  yield [path, { token }]
  const keyed = { token, headers: { 'idempotency-key': 'once' } }
  yield [path, { ...keyed, body: example }]
  yield [path, { ...keyed, body: example }]
  yield [path, { ...keyed, body: everyField(operation, '2') }]
  yield [path, { body: example, token, headers: { 'idempotency-key': 'not one key' } }]
}

describe('whatever it is asked', () => {
  test.each(OPERATIONS)('$method $path answers as the document says', async (operation) => {
    await logInAgain()
    const statuses = new Set<number>()
    const [first] = questions(operation, user)
    const isForStaff = first && (await souk.request(operation.method, ...first)).status === 403
    const asked = [...questions(operation, isForStaff ? staff : user)]
    for (const [path, options] of asked) {
      const { status } = await souk.request(operation.method, path, options)
      statuses.add(status)
    }
    expect([...statuses].filter((status) => status >= 500)).toEqual([])
  })
})
