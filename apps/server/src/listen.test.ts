import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config/config.ts'
import { listenOn } from './listen.ts'

const on = (HOST: string) =>
  listenOn(createServer(), 'PORT', { ...readConfig({ HOST, TRADE_CHAT_PORT: '0' }), PORT: 0 })

test.each(['nosuch.invalid', '1.2.3.4', 'fe80::1'])(
  'HOST=%s, where nobody can listen here, is refused by name',
  async (host) => {
    const error = await on(host).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(/^HOST: .+ is no address of this machine .+\n.+$/)
  },
)

test('a port that somebody else has is named', async () => {
  const taken = createServer()
  const config = readConfig({ HOST: '127.0.0.1' })
  const PORT = await listenOn(taken, 'PORT', { ...config, PORT: 0 })
  const again = listenOn(createServer(), 'PORT', { ...config, PORT })
  await expect(again).rejects.toThrow(`Port ${PORT} is taken: stop what uses it, or set PORT.`)
  taken.close()
})
