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
procedure's name. The chat of trades is also a WebSocket at \`/ws/trades\`. What concerns one's
orders, escrows, tickets and notifications is told over Socket.IO, at its usual path with the token as
\`auth.accessToken\`: \`order:updated\`, \`escrow:updated\`, \`support:new_message\`, \`notification\`. And what
concerns one's offers on the market is at \`/ws/p2p/?token=…\`. There is nothing to be sent to the latter; it gives
a user these JSON frames:
`

const FRAMES = `
| \`type\` | to | when | beside \`message\` |
|---|---|---|---|
| \`ad_interest\` | the owner of the ad | an offer is made on it | \`ad_id\`, \`offer_id\` |
| \`payment_indication\` | who sells the coin | the buyer says that the money is sent | \`offer_id\` |
| \`offer_cancel\` | the other side; both when staff refund | an offer is cancelled | \`offer_id\` |
| \`funds_released\` | who buys the coin | the held amount is released | \`amount\`, \`crypto_currency\` |
`

const CHAT = `
Direct chat is a WebSocket at \`/ws/chat/room/?token=…\`, and at \`/chat/room/ws/\`. A client sends:

| \`action\` | beside it | what happens |
|---|---|---|
| \`chat_message\` | \`receiver_id\`, \`message_body\`, \`client_id\`? | the receiver and the sender's other connections hear \`re_message\`, this one \`conf_message\` |
| \`mark_read\` | \`receiver_id\`, \`up_to\`? | both hear \`seen\` {\`thread\`, \`up_to\`, \`reader_id\`} |
| \`typing\` | \`receiver_id\` | the other hears \`typing\` {\`thread\`, \`sender_id\`} |
| \`delete_message\` | \`message_id\` | both hear \`message_deleted\` {\`thread\`, \`created_msg_id\`, …} |
| \`resume\` | \`since\`, the last message it has | it hears what came after that, then \`resumed\` {\`since\`, \`more\`} |

A sender also hears \`delivered\` {\`thread\`, \`up_to\`, \`receiver_id\`}; a refusal is \`error\` {\`message\`}.
`

const unwrapped = (text: string) => text.trim().replace(/(?<!\n)\n(?!\n)/g, ' ')

/** What the document says of Souk as a whole. */
export const INFO: oas31.InfoObject = {
  title: 'Souk',
  version: '1.0.0',
  description: `${unwrapped(TEXT)}\n\n${FRAMES.trim()}\n\n${CHAT.trim()}`,
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Where Souk answers. */
export const SERVERS: readonly oas31.ServerObject[] = [
  { url: '/', description: 'The server that gave you this document' },
  { url: 'http://localhost:8000', description: 'A Souk on your own machine' },
]
