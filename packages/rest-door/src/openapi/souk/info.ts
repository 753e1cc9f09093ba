import type { oas31 } from 'zod-openapi'

const TEXT = `
Peer-to-peer trading with escrow: accounts, a double-entry ledger, trades and a market, with their
chats.

**Signing in.** Register, log in, and send the token you get as \`Authorization: Bearer …\`. It is good for an
hour; \`POST /auth/login\` gives a refresh token beside it, and \`POST /auth/refresh\` the next pair. Browsers may
rely on the \`session\` cookie that a log-in sets. [The guide for other languages](/docs/guides/other-languages) does
all of this in Python.

**Samples** take the server’s address from \`SOUK\` (in Python \`souk\`) and the token from \`TOKEN\` (\`token\`): set them
first. Those of TypeScript call \`souk\`, a client of the SDK.

**Amounts** are exact decimals in whole coins, never in their smallest units. Send them as text (\`"0.1"\`); a JSON
number of up to 15 digits is taken too. They are shown as text, under \`/api/\` as numbers. No amount has more decimals than its coin: 8 for BTC and LTC, 18 for ETH and BNB,
6 for USDT and TRX. **Times** are in UTC, also where a path shows them without a zone.

**Doing things once.** Every request that changes something takes an \`Idempotency-Key\`. A request that
was sent twice under the same key is done once, and answered twice.

**Lists** come a page at a time; the \`Link\` and \`X-Total-Count\` headers tell where you are. Follow the \`Link\` with
\`rel="next"\` until there is none.

**Limits.** Unless the operator has set others, 100 requests in 15 minutes from an address without a credential, and
1,000 of a signed-in user; \`X-RateLimit-Remaining\` tells what is left. Beyond them the answer is 429, and
\`Retry-After\` the seconds to wait.

**Refusals** have the statuses given with each operation, and are explained, code by code, in
[the guide to errors](/docs/guides/errors). Any path may also answer 405 to a method it
does not have. A path works with and without a slash at its end.

**Everything else.** The same procedures are served by tRPC under \`/trpc\`: an operation's id is the procedure's name, and
further paths of the same one have a word after it, as in \`auth.login.entity\`. Subscriptions are told over WebSockets alone. What happens is told over sockets, and chats go over them too: trade chat, market feed, direct
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
