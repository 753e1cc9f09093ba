import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { soukOpenApiText } from '@souk/rest-door'
import { describe, expect, test } from 'vitest'
import { docs } from '../../src/http/docs.ts'
import {
  answerBodyProblems,
  checkAnswer,
  requestBodyProblems,
} from '../../src/testing/openapi-check.ts'

/** With the ids and usernames that stand beside the document's names. */
const TRADE = {
  id: 1,
  asset: 'BTC',
  amount: '100.00',
  seller_name: 'alice',
  seller_id: 1,
  seller_username: 'alice',
}
const BOB = { buyer_name: 'bob', buyer_id: 2, buyer_username: 'bob' }
const NOBODY = { buyer_name: null, buyer_id: null, buyer_username: null }
const CREDENTIALS = { username: 'alice', password: 'secret123' }

interface DocumentedCall {
  readonly method: string
  readonly path: string
  readonly request?: unknown
  readonly status: number
  readonly response: unknown
}

/**
 * Every example of document 1, with the one deviation that log-in has: the password is never
 * shown, and a token is.
 */
const DOCUMENT_1: DocumentedCall[] = [
  {
    method: 'POST',
    path: '/register',
    request: CREDENTIALS,
    status: 201,
    response: { message: 'User registered successfully', id: 1 },
  },
  {
    method: 'POST',
    path: '/login',
    request: CREDENTIALS,
    status: 200,
    response: {
      message: 'Login successful',
      user: {
        id: 1,
        username: 'alice',
        password: '[redacted]',
        created_at: '2025-10-02 12:00:00',
      },
      token: 'any text',
    },
  },
  {
    method: 'GET',
    path: '/trades',
    status: 200,
    response: [{ ...TRADE, ...NOBODY, status: 'open' }],
  },
  {
    method: 'GET',
    path: '/trades/{id}',
    status: 200,
    response: { ...TRADE, ...BOB, status: 'in_progress' },
  },
  {
    method: 'POST',
    path: '/trades',
    request: { seller_id: 1, asset: 'BTC', amount: 100 },
    status: 201,
    response: { message: 'Trade created', id: 1 },
  },
  {
    method: 'POST',
    path: '/trades/{id}/buy',
    request: { buyer_id: 2 },
    status: 200,
    response: {
      message: 'Trade taken by buyer',
      trade: { ...TRADE, ...BOB, status: 'in_progress' },
    },
  },
  {
    method: 'POST',
    path: '/trades/{id}/release',
    request: { seller_id: 1 },
    status: 200,
    response: {
      message: 'Trade released to buyer',
      trade: { ...TRADE, ...BOB, status: 'completed' },
    },
  },
  {
    method: 'POST',
    path: '/trades/{id}/cancel',
    request: { user_id: 2 },
    status: 200,
    response: { message: 'Trade cancelled', trade: { ...TRADE, ...BOB, status: 'cancelled' } },
  },
  {
    method: 'POST',
    path: '/trades/{id}/messages',
    request: { sender_id: 2, message: 'Hello, I am ready to pay' },
    status: 201,
    response: { message: 'Message sent', id: 1 },
  },
  {
    method: 'GET',
    path: '/trades/{id}/messages',
    status: 200,
    response: [
      {
        id: 1,
        message: 'Hello, I am ready to pay',
        created_at: '2025-10-02 12:00:00',
        sender_name: 'bob',
        sender_id: 2,
        sender_username: 'bob',
      },
      {
        id: 2,
        message: 'Okay, please proceed',
        created_at: '2025-10-02 12:01:00',
        sender_name: 'alice',
        sender_id: 1,
        sender_username: 'alice',
      },
    ],
  },
]

describe('the examples of document 1', () => {
  const withRequest = DOCUMENT_1.filter(({ request }) => request !== undefined)

  test.each(withRequest)('$method $path takes the request shown', ({ method, path, request }) => {
    expect(requestBodyProblems(method, path, request)).toEqual([])
  })

  test.each(DOCUMENT_1)('$method $path gives the answer shown', (call) => {
    expect(answerBodyProblems(call, call.response)).toEqual([])
  })
})

describe('an answer is held against the document', () => {
  const trade = { ...TRADE, ...BOB, status: 'completed' }
  const answer = {
    method: 'GET',
    path: '/trades/1?access_token=x',
    status: 200,
    headers: new Headers({ 'content-type': 'application/json', 'x-request-id': 'a-request' }),
    body: trade,
  }
  const check = (change: object) => () => checkAnswer({ ...answer, ...change })

  test('and passes when it is as described', () => {
    expect(check({})).not.toThrow()
    expect(check({ path: '/trades/1/' })).not.toThrow()
    expect(check({ method: 'HEAD', body: '' })).not.toThrow()
  })

  test('and fails with a field too many, too few, or of another form', () => {
    expect(check({ body: { ...trade, seller_mail: 1 } })).toThrow('additional')
    expect(check({ body: TRADE })).toThrow('required')
    expect(check({ body: { ...trade, amount: '1' } })).toThrow('/amount')
  })

  test('and fails with a status or a code that the operation does not list', () => {
    expect(check({ status: 409 })).toThrow('this status is not listed')
    const body = { message: 'no', code: 'CONFLICT' }
    expect(check({ status: 404, body })).toThrow('/code')
  })

  test('and fails without a header it must have, or as another type', () => {
    const headers = new Headers({ 'content-type': 'text/plain' })
    expect(check({ headers })).toThrow('X-Request-Id is missing')
    expect(check({ headers })).toThrow('the content type is text/plain')
  })

  test('unless the document knows nothing of the path or the method', () => {
    expect(check({ path: '/health/live', body: {} })).not.toThrow()
    expect(check({ method: 'DELETE', status: 405, body: {} })).not.toThrow()
  })
})

describe('the docs', () => {
  const app = docs((_, next) => next())

  test('serve the document to every origin', async () => {
    const response = await app.request('/openapi.json', { headers: { origin: 'http://far.away' } })
    expect(await response.text()).toBe(soukOpenApiText())
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  })

  test.each(['/openapi.json', '/docs'])('do not send %s again to who has it', async (path) => {
    const first = await app.request(path)
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    const second = await app.request(path, { headers })
    expect([second.status, await second.text()]).toEqual([304, ''])
  })

  test('show a page that loads nothing but its own script', async () => {
    const page = await (await app.request('/docs')).text()
    expect(page).not.toMatch(/https?:/)
    const [script] = /(?<=src=")[^"]+/.exec(page) ?? []
    const response = await app.request(script ?? '')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(await response.text()).toContain('createApiReference')
  })

  test('hold the page to a policy under which no other host can be asked', async () => {
    const policy = (await app.request('/docs/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/)
  })

  test('load nothing of what the documents are written with', async () => {
    const script = `
      import { registerHooks } from 'node:module'
      registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) })
      await import(process.argv[1])`
    const compose = new URL('../../src/compose.ts', import.meta.url).href
    const args = ['--input-type=module', '--eval', script, compose]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const loaded = stdout.split('\n')
    const writing =
      /node_modules\/(?:trpc-to-openapi|zod-openapi|openapi3-ts|h3|co-body|@asyncapi)\/|document-words\.ts$|described\.ts$/
    for (const document of ['/openapi/committed.ts', '/asyncapi/committed.ts']) {
      expect(loaded.some((url) => url.endsWith(document))).toBe(true)
    }
    expect(loaded.filter((url) => writing.test(url))).toEqual([])
  })
})
