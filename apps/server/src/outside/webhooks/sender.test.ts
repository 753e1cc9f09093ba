import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startWebhookReceiver, type WebhookReceiver } from '../../testing/webhook-receiver.ts'
import { parseNetwork } from './networks.ts'
import type { Resolve } from './resolve.ts'
import { createWebhookSender } from './sender.ts'

const LOOPBACK = [parseNetwork('127.0.0.0/8') ?? expect.fail()]

let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await startWebhookReceiver()
})
afterAll(() => receiver.close())
beforeEach(() => {
  receiver.received.length = 0
  receiver.answer = (response) => response.writeHead(204).end()
})

const never = new AbortController().signal
const request = (url: string) => ({
  url,
  headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
  body: '{"hello":"wörld"}',
})

/** A sender that may reach loopback, or nothing but the internet. */
const allowed = createWebhookSender({ networks: LOOPBACK, within: 500 })
const strict = (resolve?: Resolve) =>
  createWebhookSender({ networks: [], within: 500, ...(resolve && { resolve }) })

const here = (path = '/') => `${receiver.url}${path}`
const send = (url: string, sender = allowed) => sender.send(request(url), never)

/** Loopback, as whoever means harm may write it. */
const SPELLINGS = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.1',
  '0x7f000001',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '127。0。0。1',
  '0',
  'localhost',
  'LOCALHOST.',
  'hooks.localhost',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[0:0:0:0:0:0:0:1]',
]

test.each(SPELLINGS)('this machine is not reached as %s, by either scheme', async (host) => {
  for (const scheme of ['http', 'https']) {
    const url = `${scheme}://${host}:${receiver.port}/`
    expect(strict().problemOf(url)).toBeDefined()
    expect(await send(url, strict())).toMatchObject({ status: null, error: expect.any(String) })
  }
  expect(receiver.received).toEqual([])
})

test.each([
  ['one private address', ['127.0.0.1']],
  ['IPv4 in IPv6', ['::ffff:127.0.0.1']],
  ['a private address among public ones', ['93.184.215.14', '127.0.0.1']],
  ['a private address before public ones', ['10.0.0.1', '93.184.215.14']],
  ['what is no address', ['localhost']],
  ['nothing', []],
])('a name that stands for %s is not called', async (_, addresses) => {
  const sender = strict(async () => addresses)
  const url = `https://hooks.example:${receiver.port}/`
  expect(sender.problemOf(url)).toBeUndefined()
  expect(await send(url, sender)).toMatchObject({ status: null, error: expect.any(String) })
  expect(receiver.received).toEqual([])
})

test('a name is looked up once: a second answer that names this machine comes too late', async () => {
  const answers = [['192.0.2.1'], ['127.0.0.1']]
  let asked = 0
  const networks = [...LOOPBACK, parseNetwork('192.0.2.0/24') ?? expect.fail()]
  const sender = createWebhookSender({
    networks,
    within: 200,
    resolve: async () => answers[Math.min(asked++, 1)] ?? [],
  })
  // The address looked at is the one that is called: nobody is there, and the receiver hears nothing.
  expect((await send(`http://hooks.example:${receiver.port}/`, sender)).status).toBeNull()
  expect(asked).toBe(1)
  expect(receiver.received).toEqual([])
})

test.each([
  ['ftp://example.com/', 'https'],
  ['file:///etc/passwd', 'https'],
  ['javascript:alert(1)', 'https'],
  ['http://example.com/', 'https'],
  ['http://93.184.215.14/', 'https'],
  ['https://user:secret@example.com/', 'password'],
  ['https://user@example.com/', 'name'],
  ['https://', 'https'],
  ['hooks', 'https'],
])('%s is refused, and says why', (url, why) => {
  expect(strict().problemOf(url)).toContain(why)
})

test('with a network named, plain HTTP goes there and nowhere else', async () => {
  expect(allowed.problemOf(here())).toBeUndefined()
  expect(allowed.problemOf(`http://localhost:${receiver.port}`)).toBeUndefined()
  expect(allowed.problemOf('http://10.0.0.1/')).toBeDefined()
  expect(allowed.problemOf('http://93.184.215.14/')).toBeDefined()
  expect(await send(here())).toMatchObject({ status: 204, error: null, body: '' })
  expect((await send(`http://localhost:${receiver.port}/`)).status).toBe(204)
  const outside = createWebhookSender({
    networks: LOOPBACK,
    resolve: async () => ['93.184.215.14'],
  })
  expect((await send('http://hooks.example/', outside)).error).toContain('private')
  expect(receiver.received.map(({ raw }) => raw)).toEqual([
    '{"hello":"wörld"}',
    '{"hello":"wörld"}',
  ])
})

const answering = (answer: (response: ServerResponse) => void) => {
  receiver.answer = answer
  return send(here())
}

test.each([301, 302, 307, 308])('no redirect is followed: %i', async (status) => {
  const { error } = await answering((r) => r.writeHead(status, { location: here('/other') }).end())
  expect(error).toMatch(new RegExp(`${status}.*redirect`))
  expect(receiver.received).toHaveLength(1)
})

test.each([400, 404, 410, 429, 500, 503])('%i is no success', async (status) => {
  const answer = await answering((r) => r.writeHead(status).end('no'))
  expect(answer).toMatchObject({ status, body: 'no', error: `It answered ${status}` })
})

test('who does not answer is not waited for', async () => {
  const { status, error, milliseconds } = await answering(() => {})
  expect([status, error]).toEqual([null, 'No answer within 0.5 seconds'])
  expect(milliseconds).toBeGreaterThan(400)
})

test('of an endless answer 4 KiB are kept, and the rest is not waited for', async () => {
  const { status, body, error, milliseconds } = await answering((response) => {
    response.writeHead(200)
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', pour)
    pour()
  })
  expect([status, body.length, error]).toEqual([200, 4096, null])
  expect(milliseconds).toBeLessThan(400)
})

test('an answer whose head has come has arrived, though its body never ends', async () => {
  const { status, body, error } = await answering((response) => {
    response.writeHead(200)
    response.write('well')
  })
  expect([status, body, error]).toEqual([200, 'well', null])
})

test('a connection that breaks in the middle is a failure, or an arrival with what had come', async () => {
  const early = await answering((response) => response.socket?.resetAndDestroy())
  expect(early).toMatchObject({ status: null, error: expect.stringMatching(/reset|hang up/i) })
  const late = await answering((response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.socket?.destroy())
  })
  expect(late).toMatchObject({ status: 200, error: null, body: 'half' })
})

test('what is no text is shown as far as it can be', async () => {
  const { body } = await answering((r) => r.writeHead(200).end(Buffer.from([0x68, 0, 0xff, 0x69])))
  expect(body).toBe('h\ufffd\ufffdi')
})

test('nobody there, a head without an end, and what is no HTTP are failures', async () => {
  expect((await send('http://127.0.0.1:1/')).error).toMatch(/ECONNREFUSED/)
  for (const said of [`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(9000)}`, 'SSH-2.0-OpenSSH_9.9\r\n']) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.end(said)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ status: null })
    server.close()
  }
})

const HEAD = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: chat\r\nconnection: upgrade\r\n\r\n'

test.each([
  ['a change of protocol', HEAD],
  ['promises of an answer', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)],
  ['an end without a word', ''],
])('%s is a failure, at once', async (_, said) => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (said === '' ? socket.end() : socket.write(said)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { status, error, milliseconds } = await send(`http://127.0.0.1:${port}/`)
  expect([status, error]).toEqual([null, expect.any(String)])
  expect(milliseconds).toBeLessThan(400)
  server.close()
})

test('a certificate that nobody vouches for is a failure', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'hooks.example' }])
  let reached = 0
  const server = createTlsServer({ key, cert }, (_, response) => {
    reached += 1
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { status, error } = await send(`https://127.0.0.1:${port}/`)
  expect([status, error]).toEqual([null, expect.stringMatching(/certificate|signed/i)])
  expect(reached).toBe(0)
  server.close()
})

test('what a stopping server cuts off ends at once', async () => {
  receiver.answer = () => stop.abort()
  const stop = new AbortController()
  const { status, error } = await allowed.send(request(here()), stop.signal)
  expect([status, error]).toEqual([null, expect.any(String)])
})
