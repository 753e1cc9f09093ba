import { MAX_FRAME } from '../../accept.ts'
import { FRAMES_TAKEN } from '../../bound-frames.ts'
import { CHECK_EVERY, MAX_PER_USER } from '../../connections.ts'
import { MAX_UNREAD } from '../../guard-socket.ts'
import { MOST_REFUSED } from '../../screen-calls.ts'
import { STATUSES } from '../../upgrade-router.ts'
import { type AsyncApi, type Common, createAsyncApi } from '../document.ts'
import { readRecorded } from '../recorded.ts'
import type { Limit } from '../socket.ts'
import { CLOSE_CODES, REFUSALS } from '../words.ts'
import { soukSockets } from './sockets.ts'

const TEXT = `
Every socket of Souk, as a client sees it: what it may **send**, and what it may **receive**. Payloads are JSON, and the
schemas are those that the server reads and writes its frames with.

A client ignores messages and fields that it does not know, for there will be more. The server ignores fields that it
does not know. Lengths of text
are counted as JavaScript does, and without the space around it; a null byte or half of a surrogate pair is refused in any. Of a number 15 digits
are kept: an amount with more is refused, unless it is a string. Calls made over a socket count like those over HTTP.

A Souk that serves this document names its servers as they were reached, or as \`PUBLIC_URL\` has it.

The calls themselves are in the OpenAPI document at \`/openapi.json\`.
`

const unwrapped = (text: string) => text.trim().replace(/(?<!\n)\n(?!\n)/g, ' ')

const LIMITS: readonly Limit[] = [
  { what: 'Bytes of a frame', most: MAX_FRAME, beyond: 'A WebSocket is closed with 1009.' },
  {
    what: 'Frames that a connection may send at once',
    most: FRAMES_TAKEN.burst,
    beyond: `${FRAMES_TAKEN.eachSecond} a second in the long run. A WebSocket is closed with 1008.`,
  },
  {
    what: 'Sockets of a user, in one process',
    most: MAX_PER_USER,
    beyond:
      'The next one is refused with 429, or closed with 1008 where its credential comes later.',
  },
  {
    what: 'Calls of a connection that are refused because its user’s quota is used up',
    most: MOST_REFUSED,
    beyond: 'It is closed with 1008.',
  },
  {
    what: 'Bytes that a client may leave unread',
    most: MAX_UNREAD,
    beyond: 'It is dropped.',
  },
  {
    what: 'Milliseconds between two pings of the server’s',
    most: CHECK_EVERY,
    beyond: 'Who has not answered the last by the next is dropped.',
  },
]

/** What the document says of Souk's sockets together. */
const common = (): Common => ({
  id: 'urn:souk:sockets',
  info: {
    title: 'Souk: sockets',
    version: '1.0.0',
    description: TEXT.trim().split('\n\n').map(unwrapped).join('\n\n'),
    license: { name: 'MIT' },
  },
  servers: {
    main: {
      host: 'localhost:8000',
      protocol: 'ws',
      description: 'The port of everything; `wss` behind a proxy that ends TLS.',
    },
    tradeChat: {
      host: 'localhost:8080',
      protocol: 'ws',
      description:
        'A port of its own for the chat of trades, where the operator has one open; `/ws/trades` of the main port is the same.',
    },
    socketIo: {
      host: 'localhost:8000',
      pathname: '/socket.io',
      protocol: 'socket.io',
      protocolVersion: '5',
      description:
        'Socket.IO’s protocol 5, for its clients from 3 on; channels are its namespaces.',
    },
  },
  'x-limits': LIMITS,
  'x-refusals': refusals(),
  'x-close-codes': CLOSE_CODES,
})

function refusals(): Common['x-refusals'] {
  const statuses = new Set([401, ...Object.values(STATUSES)])
  return [...statuses]
    .toSorted((a, b) => a - b)
    .map((status) => {
      const means = REFUSALS[status]
      if (!means) throw new Error(`nothing is said of status ${status}`)
      return { status, means }
    })
}

/** Makes Souk's own AsyncAPI document. */
export function generateSoukAsyncApi(): AsyncApi {
  return createAsyncApi(soukSockets(), common(), readRecorded())
}

/** A document as it is committed and served. */
export function textOf(document: AsyncApi): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
