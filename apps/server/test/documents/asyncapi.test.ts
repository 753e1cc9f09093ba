import { soukAsyncApi, soukAsyncApiText } from '@souk/realtime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { docs } from '../../src/http/docs.ts'
import { channelAt, messageProblems, messagesOf } from '../../src/testing/asyncapi-check.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { closeSockets, connectSocket } from '../../src/testing/socket-client.ts'
import { closeSocketIo, socketIoClient } from '../../src/testing/socket-io-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// The document of the sockets: where it is read, and that the sockets are where it says.

const document = soukAsyncApi()
const channels = Object.entries(document.channels).map(([key, channel]) => ({
  key,
  address: channel.address,
  server: channel.servers[0]?.$ref.split('/').at(-1),
  isForStrangers: channel['x-opens-without-credential'],
}))
const webSockets = channels.filter(({ server }) => server !== 'socketIo')
const namespaces = channels.filter(({ server }) => server === 'socketIo')

let souk: TestSouk
let user: TestUser
beforeAll(async () => {
  souk = await startTestSouk()
  user = await souk.signUp('reader')
})
afterAll(() => souk.stop())
afterEach(closeSockets)
afterEach(closeSocketIo)

type WebSocketPlace = (typeof webSockets)[number]

function urlOf({ server, address }: WebSocketPlace): string {
  const base = server === 'tradeChat' ? souk.chatUrl : souk.url.replace('http', 'ws')
  return base + address
}

describe.each(webSockets)('$key at $address', (place) => {
  test('opens for whoever shows a credential, with and without a slash', async () => {
    for (const slash of place.address === '/' ? [''] : ['', '/']) {
      await connectSocket(`${urlOf(place)}${slash}?token=${user.token}`)
    }
  })

  test('opens for strangers where the document says so, and for nobody with a bad credential', async () => {
    const opened = connectSocket(urlOf(place)).then(
      () => true,
      (error: Error) => error.message !== 'refused with 401',
    )
    expect(await opened).toBe(place.isForStrangers)
    await expect(connectSocket(`${urlOf(place)}?token=nonsense`)).rejects.toThrow('401')
  })
})

test.each(namespaces)('the namespace $address lets its users in', async (place) => {
  const connect = (auth: object) => socketIoClient(souk.url + place.address, { auth }).connected()
  await connect({ accessToken: user.token })
  const opened = connect({}).then(
    () => true,
    () => false,
  )
  expect(await opened).toBe(place.isForStrangers)
})

describe('what goes over a socket is held against the document', () => {
  const at = (path: string) => channelAt(`ws://localhost${path}`) ?? expect.fail('not documented')
  const left = { action: 'left', trade_id: 7 }

  test('and passes when it is as described', () => {
    expect(messageProblems(at('/ws/trades/?token=x'), 'receive', left)).toEqual([])
    expect(messageProblems(at('/trpc'), 'receive', 'PONG')).toEqual([])
  })

  test('and fails with a field too many, too few, or of another form', () => {
    const problems = (payload: object) => messageProblems(at('/'), 'receive', payload).join()
    expect(problems({ ...left, user: 1 })).toContain('additional')
    expect(problems({ action: 'left' })).toContain('required')
    expect(problems({ ...left, trade_id: '7' })).toContain('/trade_id')
    expect(problems({ ...left, action: 'gone' })).toContain('/action')
  })

  test('and fails when it goes the other way', () => {
    expect(
      messageProblems(at('/ws/trades'), 'send', { action: 'joined', trade_id: 7 }),
    ).not.toEqual([])
    expect(messageProblems(at('/ws/p2p'), 'send', {})).toEqual([
      'the document knows no such message',
    ])
  })

  test('and examples of the document pass', () => {
    for (const channel of Object.values(document.channels)) {
      for (const way of ['send', 'receive', 'acknowledge'] as const) {
        for (const { name, examples } of messagesOf(channel, way)) {
          for (const { payload } of examples) {
            expect([name, messageProblems(channel, way, payload, name)]).toEqual([name, []])
          }
        }
      }
    }
  })
})

describe('to read', () => {
  const site = docs(async (_, next) => next())
  const get = async (path: string) => {
    const answer = await site.request(path)
    return { answer, text: await answer.text() }
  }

  test('the document is served as it is committed, to pages of everybody', async () => {
    const { answer, text } = await get('/asyncapi.json')
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(text).toBe(soukAsyncApiText())
  })

  const named = docs(
    async (_, next) => next(),
    (c) => ({ origin: `https://${c.req.header('host')}`, tradeChatPort: undefined }),
  )
  const ask = async (path: string, host: string, held = '') => {
    const answer = await named.request(path, { headers: { host, 'if-none-match': held } })
    return { answer, text: await answer.text(), tag: answer.headers.get('etag') ?? '' }
  }

  test('the document and the page name the server as whoever asks has reached it', async () => {
    const { text } = await ask('/asyncapi.json', 'souk.example')
    expect(JSON.parse(text).servers.main).toMatchObject({ host: 'souk.example', protocol: 'wss' })
    const page = await ask('/docs/sockets', 'souk.example')
    expect(page.text).toContain('wss://souk.example/ws/p2p')
    expect(page.text).toContain('io(&#39;https://souk.example/')
    // Examples were recorded elsewhere.
    expect(page.text.replace(/<pre>.*?<\/pre>/gs, '')).not.toContain('localhost')
  })

  test.each(['/asyncapi.json', '/docs/sockets'])(
    'what one asks for at %s is answered to nobody else',
    async (path) => {
      const forged = await ask(path, 'forged.example')
      expect(forged.answer.headers.get('cache-control')).toContain('private')
      const own = await ask(path, 'souk.example', forged.tag)
      expect(own.answer.status).toBe(200)
      expect(own.text).not.toContain('forged')
      expect((await ask(path, 'souk.example', own.tag)).answer.status).toBe(304)
      for (let n = 0; n < 9; n++) await ask(path, `forged-${n}.example`)
      expect((await ask(path, 'souk.example')).text).toBe(own.text)
    },
  )

  test('the page has everything that is in the document, without a script', async () => {
    const { answer, text } = await get('/docs/sockets')
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; .*style-src 'sha256-[^']+'$/,
    )
    expect(text).not.toContain('<script')
    const own = Object.values(document.channels).filter((channel) => !channel['x-same-as'])
    for (const channel of own) {
      expect(text).toContain(channel.title)
      for (const way of ['send', 'receive', 'acknowledge'] as const) {
        for (const { name, examples } of messagesOf(channel, way)) {
          expect(text).toContain(`<code>${name}</code>`)
          for (const { summary } of examples) expect(text).toContain(`Example: ${summary}<`)
        }
      }
    }
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...text.matchAll(/ href="#([^"]+)"/g)].map(([, to]) => to)
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter((to) => !ids.has(to))).toEqual([])
  })
})
