import { describe, expect, test } from 'vitest'
import { soukAsyncApi, soukAsyncApiText } from './committed.ts'
import { asyncApiAt } from './reached.ts'

const document = soukAsyncApi()

/** Everything that the document refers to. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap(refsIn)]
}

const isThere = (value: unknown, ref: string) =>
  ref
    .slice(2)
    .split('/')
    .reduce((at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key], value) !==
  undefined

describe('the document names', () => {
  test('where it was asked for, with TLS or without', () => {
    const plain = asyncApiAt(document, { origin: 'http://souk.test:81', tradeChatPort: 82 })
    expect(plain.servers).toMatchObject({
      main: { host: 'souk.test:81', protocol: 'ws' },
      tradeChat: { host: 'souk.test:82', protocol: 'ws' },
      socketIo: { host: 'souk.test:81', protocol: 'socket.io' },
    })
    const secure = asyncApiAt(document, { origin: 'https://souk.example', tradeChatPort: 8080 })
    expect(secure.servers).toMatchObject({
      main: { host: 'souk.example', protocol: 'wss' },
      tradeChat: { host: 'souk.example:8080', protocol: 'wss' },
      socketIo: { host: 'souk.example' },
    })
  })

  test('an address of IPv6 in its brackets', () => {
    const { servers } = asyncApiAt(document, { origin: 'http://[::1]:81', tradeChatPort: 82 })
    expect(servers.tradeChat?.host).toBe('[::1]:82')
  })

  test('no port that is not open, nor what stands there', () => {
    const shown = asyncApiAt(document, { origin: 'http://souk.test', tradeChatPort: undefined })
    expect(Object.keys(shown.servers)).toEqual(['main', 'socketIo'])
    expect(Object.keys(document.channels)).toContain('tradeChat2')
    expect(Object.keys(shown.channels)).not.toContain('tradeChat2')
    expect(refsIn(shown).filter((ref) => ref.startsWith('#/') && !isThere(shown, ref))).toEqual([])
  })
})

test('what is committed stays as it is', () => {
  asyncApiAt(document, { origin: 'https://souk.example', tradeChatPort: 1 })
  expect(`${JSON.stringify(document, null, 2)}\n`).toBe(soukAsyncApiText())
})
