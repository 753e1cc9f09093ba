import type { oas31 } from 'zod-openapi'

const TEXT = `
Peer-to-peer trading with escrow: accounts, a double-entry ledger, trades and a market, with their
chats.

**Signing in.** Register, log in, and send the token you get as \`Authorization: Bearer …\`. Browsers
may rely on the \`session\` cookie that a log-in sets.

**Doing things once.** Every request that changes something takes an \`Idempotency-Key\`. A request that
was sent twice under the same key is done once, and answered twice.

**Lists** come a page at a time; the \`Link\` and \`X-Total-Count\` headers tell where you are.

**Refusals** have the statuses given with each operation. Any path may also answer 405 to a method it
does not have. A path works with and without a slash at its end.

**Everything else.** The same procedures are served by tRPC under \`/trpc\`: an operation's id is the
procedure's name. What happens is told over sockets, and chats go over them too: trade chat, market feed, direct
chat, Socket.IO, tRPC subscriptions. They are described at [/docs/sockets](/docs/sockets), for programs in
[/asyncapi.json](/asyncapi.json).
`

const unwrapped = (text: string) => text.trim().replace(/(?<!\n)\n(?!\n)/g, ' ')

/** What the document says of Souk as a whole. */
export const INFO: oas31.InfoObject = {
  title: 'Souk',
  version: '1.0.0',
  description: unwrapped(TEXT),
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Where Souk answers. */
export const SERVERS: readonly oas31.ServerObject[] = [
  { url: '/', description: 'The server that gave you this document' },
  { url: 'http://localhost:8000', description: 'A Souk on your own machine' },
]
