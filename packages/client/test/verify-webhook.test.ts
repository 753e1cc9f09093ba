import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyWebhook, type WebhookHeaders, WebhookVerificationError } from '../src/index.ts'

const SECRET = `whsec_${Buffer.from('thirty-two bytes, no more, no less').toString('base64')}`
const PAYLOAD = '{"event":"order.created","timestamp":"2026-03-14T09:26:53Z","data":{"name":"Zoë"}}'
const now = new Date('2026-03-14T09:26:55Z')
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000))

const keyOf = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)

function sign(secret = SECRET, timestamp = seconds(now), payload = PAYLOAD, id = 'msg_1'): string {
  const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${payload}`)
  return `v1,${hmac.digest('base64')}`
}

const headers = (changes = {}): Record<string, string> => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': seconds(now),
  'webhook-signature': sign(),
  ...changes,
})

const verify = (
  given: WebhookHeaders = headers(),
  secret: string | string[] = SECRET,
  payload: string | Uint8Array = PAYLOAD,
) => verifyWebhook(payload, given, secret, { now })

const VERIFIED = { id: 'msg_1', ...JSON.parse(PAYLOAD) }

test('what Souk has sent is taken apart, as text or bytes', async () => {
  expect(await verify()).toEqual(VERIFIED)
  expect(await verify(headers(), SECRET, Buffer.from(PAYLOAD))).toEqual(VERIFIED)
})

test('headers may be those of fetch, of Node, or written in capitals', async () => {
  expect(await verify(new Headers(headers()))).toEqual(VERIFIED)
  const capitals = Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), [value]])
  expect(await verify(Object.fromEntries(capitals))).toEqual(VERIFIED)
})

test('one’s own secret signs with its letters', async () => {
  const secret = 'your-webhook-secret'
  expect(await verify(headers({ 'webhook-signature': sign(secret) }), secret)).toEqual(VERIFIED)
})

test('while a secret is being changed either is good, on either side', async () => {
  const other = 'another secret'
  const both = headers({ 'webhook-signature': `${sign(other)} ${sign()}` })
  expect(await verify(both)).toEqual(VERIFIED)
  expect(await verify(both, other)).toEqual(VERIFIED)
  expect(await verify(headers(), [other, SECRET])).toEqual(VERIFIED)
})

test.each([
  ['another secret', {}, 'another secret', PAYLOAD],
  ['no secret', {}, [], PAYLOAD],
  ['a secret that is empty', { 'webhook-signature': sign('') }, '', PAYLOAD],
  ['a secret that is none', {}, 'whsec_*', PAYLOAD],
  ['another body', {}, SECRET, PAYLOAD.replace('Zoë', 'Zoe')],
  ['another id', { 'webhook-id': 'msg_2' }, SECRET, PAYLOAD],
  [
    'another time',
    { 'webhook-timestamp': seconds(new Date(now.getTime() + 1000)) },
    SECRET,
    PAYLOAD,
  ],
  ['no signature', { 'webhook-signature': '' }, SECRET, PAYLOAD],
  [
    'a signature of another kind',
    { 'webhook-signature': sign().replace('v1', 'v2') },
    SECRET,
    PAYLOAD,
  ],
  ['what is no Base64', { 'webhook-signature': 'v1,*' }, SECRET, PAYLOAD],
  ['no id', { 'webhook-id': undefined }, SECRET, PAYLOAD],
])('%s is not believed', async (_, changes, secret, payload) => {
  const tried = verify(headers(changes), secret, payload)
  await expect(tried).rejects.toBeInstanceOf(WebhookVerificationError)
})

test.each([-301, 301, Number.NaN])('%i seconds away is not just now', async (away) => {
  const timestamp = String(Math.floor(now.getTime() / 1000) + away)
  const signed = headers({
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(SECRET, timestamp),
  })
  await expect(verify(signed)).rejects.toThrow('just now')
})

test('five minutes are good, or what the reader says', async () => {
  const timestamp = String(Math.floor(now.getTime() / 1000) - 299)
  const signed = headers({
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(SECRET, timestamp),
  })
  expect(await verify(signed)).toEqual(VERIFIED)
  const strict = verifyWebhook(PAYLOAD, signed, SECRET, { now, toleranceSeconds: 10 })
  await expect(strict).rejects.toThrow('just now')
})
