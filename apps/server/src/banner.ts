import type { Souk } from './compose.ts'
import type { Config } from './config/config.ts'

/** What a newcomer wants to know once Souk is up. */
export function banner(souk: Souk, config: Config, milliseconds: number): string {
  const base = `http://localhost:${souk.port}`
  const lines: [string, string][] = [
    ['API', base],
    ['Docs', `${base}/docs`],
    ['Guides', `${base}/docs/guides`],
    ['Sockets', `${base}/docs/sockets`],
    ['Trade chat', tradeChatAt(souk)],
    ['Market feed', `ws://localhost:${souk.port}/ws/p2p/`],
    ['Data', souk.dataAt],
    ['Sandbox', config.sandbox ? 'on: new accounts get play money (SANDBOX=off ends it)' : 'off'],
    ...(config.sandbox ? sandboxLines(base, config) : []),
    ['Stop', 'Ctrl-C'],
  ]
  const rows = lines.map(([name, value]) => `  ${name.padEnd(11)} ${value}`)
  return `\n  Souk is ready (${milliseconds} ms)\n\n${rows.join('\n')}\n\n`
}

function sandboxLines(base: string, { RATE_LIMIT_ANONYMOUS: most }: Config): [string, string][] {
  const limit = `${most} requests in 15 minutes without a token (RATE_LIMIT_ANONYMOUS=off ends it)`
  return [
    ['Limit', most === null ? 'off' : limit],
    ['Mail', `${base}/sandbox/mail`],
    ['Try chat', `${base}/chat/try`],
  ]
}

function tradeChatAt({ port, tradeChatPort }: Souk): string {
  const onMain = `ws://localhost:${port}/ws/trades`
  return tradeChatPort === undefined ? onMain : `ws://localhost:${tradeChatPort} and ${onMain}`
}
