import { OF_REQUESTS, type SecurityScheme } from '../asyncapi/security.ts'
import type { Limit, Socket } from '../asyncapi/socket.ts'
import { FRAMES_TAKEN } from '../bound-frames.ts'
import { IDLE, MAX_UNSENT, MAX_UNSENT_BYTES } from './line.ts'
import type { Namespace } from './namespace.ts'
import { MAX_WAITING } from './receive.ts'

/** What the document says of a namespace beside what that says itself. */
export interface NamespaceWords
  extends Pick<Socket, 'id' | 'title' | 'description' | 'sends' | 'hears'> {
  readonly credentials?: readonly SecurityScheme[]
  readonly limits?: readonly Limit[]
}

const BOTH_TRANSPORTS =
  'Both transports of Socket.IO are served, polling and WebSocket, at its usual path. An event carries one argument, which is the message here; what answers a message is its acknowledgement. Who is back within two minutes of a cut line hears what was missed, once and in order. A namespace ends for good only with its credential: `disconnect`, reason `io server disconnect`; whatever else cuts the line lets the client come back by itself.'

/** A namespace of Socket.IO, for the AsyncAPI document. */
export function describedNamespace(
  { name, refusal, authenticateWithin }: Pick<Namespace, 'name' | 'refusal' | 'authenticateWithin'>,
  { description, credentials = [], limits = [], ...words }: NamespaceWords,
): Socket {
  return {
    ...words,
    description: `${description} ${BOTH_TRANSPORTS} A bad credential is refused by \`connect_error\` “${refusal}”.`,
    places: [{ server: 'socketIo', address: name as `/${string}` }],
    credentials: ['handshakeAuth', ...OF_REQUESTS, ...credentials],
    isForStrangers: authenticateWithin !== undefined,
    limits: [
      {
        what: 'Packets that a connection may send at once',
        most: FRAMES_TAKEN.burst,
        beyond: `${FRAMES_TAKEN.eachSecond} a second in the long run. The line is cut.`,
      },
      {
        what: 'Bytes that a connection may send ahead of what is answered',
        most: MAX_WAITING,
        beyond: 'The line is cut. Answers wait for a client that has much to read.',
      },
      {
        what: 'Bytes that a client may leave unread',
        most: MAX_UNSENT_BYTES,
        beyond: 'The line is cut; the client comes back, and goes on.',
      },
      {
        what: 'Packets that a client may leave unread',
        most: MAX_UNSENT,
        beyond: 'The line is cut; the client comes back, and goes on.',
      },
      {
        what: 'Milliseconds that a connection may be in no namespace',
        most: IDLE,
        beyond: 'The line is cut.',
      },
      ...(authenticateWithin === undefined
        ? []
        : [
            {
              what: 'Milliseconds for somebody who came without a credential to `authenticate`',
              most: authenticateWithin,
              beyond: 'The namespace ends, after an `error`.',
            },
          ]),
      ...limits,
    ],
  }
}
