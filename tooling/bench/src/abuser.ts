import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'

/**
 * A program that does one deed of abuse over and over: `abuser.ts <url> <token> <deed> <seconds>`.
 * A process of its own, for what it costs its sender must not be taken for what it costs others.
 */
const [url = '', token = '', name = '', seconds = '0'] = process.argv.slice(2)

const CONNECTIONS = 8
const ADDRESS = { 'x-forwarded-for': '192.0.2.66' }
const PASSWORDS = JSON.stringify({ current_password: 'wrong-one-1', new_password: 'another-one-1' })
const MANY_KEYS = Buffer.from(
  `{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
)

const end = performance.now() + Number(seconds) * 1000
const agent = new Agent({ connections: CONNECTIONS })
let calls = 0

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await request(url + path, {
    method: 'POST',
    dispatcher: agent,
    body,
    headers: { ...ADDRESS, 'content-type': 'application/json', ...headers },
  })
  await answer.body.dump()
}

const { hostname, port } = new URL(url)
const head = (line: string, ...more: string[]) =>
  [line, `Host: ${hostname}`, 'X-Forwarded-For: 192.0.2.66', ...more, '', ''].join('\r\n')
const AHEAD = Buffer.from(head('GET /trades HTTP/1.1').repeat(800))
const UPGRADE = head(
  'GET /trpc HTTP/1.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
)
/** Masked text frames that say PING. */
const FRAMES = Buffer.alloc(
  10 * 6000,
  Buffer.from([0x81, 0x84, 0, 0, 0, 0, 0x50, 0x49, 0x4e, 0x47]),
)

/** Writes to a connection of its own, as fast as it takes it, until it is cut off. */
async function flood(first: string, then: Buffer): Promise<void> {
  const socket = connect(Number(port), hostname)
  const closed = once(socket, 'close')
  socket.on('error', () => {})
  socket.resume()
  socket.write(first)
  const write = () => {
    while (!socket.destroyed && performance.now() < end && socket.write(then));
  }
  socket.on('drain', write)
  write()
  await Promise.race([closed, pause(500)])
  socket.destroy()
  // Who is cut off comes again, but not at once: the rate of connections is a proxy's to bound.
  await pause(20)
}

/** What one connection does again and again. */
const DEEDS: Readonly<Record<string, () => Promise<void>>> = {
  'keyed calls that hash': () =>
    post('/auth/password', PASSWORDS, {
      authorization: `Bearer ${token}`,
      'idempotency-key': `abuse-${calls++}`,
    }),
  // The answer is asked for and never read.
  'answers left unread': async () => {
    const { body } = await request(`${url}/openapi.json`, { dispatcher: agent, headers: ADDRESS })
    body.on('error', () => {}) // that it was given up
    await pause(100)
    body.destroy()
  },
  'bodies of 80,000 keys': () => post('/login', MANY_KEYS),
  'requests sent ahead': () => flood('', AHEAD),
  'frames that say nothing': () => flood(UPGRADE, FRAMES),
  'sign-ups': () => {
    const username = `abuse${calls++}`
    return post('/register', JSON.stringify({ username, password: 'a-password-1' }))
  },
}

const deed = DEEDS[name]
if (!deed) throw new Error(`There is no deed "${name}"`)
process.send?.('ready')
const again = async () => {
  while (performance.now() < end) await deed().catch(() => {})
}
await Promise.all(Array.from({ length: CONNECTIONS }, again))
await agent.destroy()
process.disconnect?.()
