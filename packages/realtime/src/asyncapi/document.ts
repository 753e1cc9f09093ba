import { type JsonSchema, jsonSchemaOf } from './json-schema.ts'
import { messageKey } from './message-key.ts'
import { asked } from './passed-on.ts'
import type { RecordedFrame, RecordedFrames } from './recorded.ts'
import { SECURITY_SCHEMES } from './security.ts'
import type { Message, Place, Socket } from './socket.ts'

/** Whose sight the document has: its operations are the client's. */
export type Direction = 'send' | 'receive'

interface Ref {
  readonly $ref: string
}

export interface DocumentedMessage {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly contentType: string
  readonly payload: JsonSchema
  readonly examples: readonly RecordedFrame[]
}

export interface DocumentedChannel {
  readonly address: string
  readonly title: string
  readonly description: string
  readonly servers: readonly Ref[]
  readonly bindings?: {
    readonly ws: {
      readonly method: 'GET'
      readonly query: JsonSchema
      readonly bindingVersion: string
    }
  }
  readonly messages: Readonly<Record<string, Ref>>
  readonly 'x-opens-without-credential': boolean
  readonly 'x-limits'?: Socket['limits']
  /** Of a channel that is another one's, at a further place: the key of that. */
  readonly 'x-same-as'?: string
}

export interface DocumentedOperation {
  readonly action: Direction
  readonly channel: Ref
  readonly title: string
  readonly summary: string
  readonly security: readonly Ref[]
  readonly messages: readonly Ref[]
  readonly reply?: { readonly channel: Ref; readonly messages: readonly Ref[] }
}

export interface DocumentedServer {
  readonly host: string
  readonly protocol: string
  readonly protocolVersion?: string
  readonly pathname?: string
  readonly description: string
}

/** An AsyncAPI document, as far as this one goes. */
export interface AsyncApi {
  readonly asyncapi: '3.0.0'
  readonly id: string
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: { readonly name: string }
  }
  readonly defaultContentType: string
  readonly servers: Readonly<Record<'main' | 'socketIo', DocumentedServer>> & {
    /** A port of its own, which not every Souk has open. */
    readonly tradeChat?: DocumentedServer
  }
  readonly channels: Readonly<Record<string, DocumentedChannel>>
  readonly operations: Readonly<Record<string, DocumentedOperation>>
  readonly components: {
    readonly messages: Readonly<Record<string, DocumentedMessage>>
    readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>
  }
  readonly 'x-limits': Socket['limits']
  readonly 'x-refusals': readonly { readonly status: number; readonly means: string }[]
  readonly 'x-close-codes': readonly { readonly code: number; readonly means: string }[]
}

/** What the document says of all sockets together. */
export type Common = Pick<
  AsyncApi,
  'id' | 'info' | 'servers' | 'x-limits' | 'x-refusals' | 'x-close-codes'
>

/** Writes the document of some sockets, with what was recorded of them. */
export function createAsyncApi(
  sockets: readonly Socket[],
  common: Common,
  recorded: RecordedFrames,
): AsyncApi {
  const placed = sockets.flatMap((socket) =>
    socket.places.map((place, n) => ({ socket, place, key: `${socket.id}${n > 0 ? n + 1 : ''}` })),
  )
  return {
    asyncapi: '3.0.0',
    ...common,
    defaultContentType: 'application/json',
    channels: Object.fromEntries(placed.map((one) => [one.key, channelOf(one)])),
    operations: Object.fromEntries(placed.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(
        sockets.flatMap((socket) =>
          messagesOf(socket).map(({ key, message, io }) => [
            `${socket.id}.${key}`,
            described(message, io, recorded[socket.id]?.[key]),
          ]),
        ),
      ),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

interface Placed {
  readonly socket: Socket
  readonly place: Place
  readonly key: string
}

type Io = Parameters<typeof jsonSchemaOf>[1]

interface Keyed {
  readonly key: string
  readonly message: Message
  readonly io: Io
}

/** Everything that goes over a socket, under its key there. */
function messagesOf({ sends, hears }: Socket): Keyed[] {
  return [
    ...sends.map((message): Keyed => ({ key: sentKey(message), message, io: 'input' })),
    ...hears.map((message): Keyed => ({ key: heardKey(message), message, io: 'output' })),
    ...sends.flatMap(acknowledgementOf),
  ]
}

function acknowledgementOf(message: Message): Keyed[] {
  const { name, acknowledgement } = message
  if (!acknowledgement) return []
  const answer = {
    name,
    summary: `What \`${name}\` is acknowledged with.`,
    schema: acknowledgement,
  }
  return [{ key: acknowledgementKey(message), message: answer, io: 'output' }]
}

type Named = Pick<Message, 'name'>
const sentKey = ({ name }: Named) => messageKey('send', name)
const heardKey = ({ name }: Named) => messageKey('receive', name)
const acknowledgementKey = ({ name }: Named) => messageKey('acknowledge', name)

function described(
  message: Message,
  io: Io,
  examples: readonly RecordedFrame[] = [],
): DocumentedMessage {
  const { name, schema, summary, contentType = 'application/json' } = message
  return {
    name,
    title: name,
    summary,
    contentType,
    payload: jsonSchemaOf(io === 'input' ? asked(schema) : schema, io),
    examples,
  }
}

function channelOf({ socket, place, key }: Placed): DocumentedChannel {
  const { id, title, description, isForStrangers, limits } = socket
  const own = messagesOf(socket).map((one) => one.key)
  return {
    address: place.address,
    title,
    description,
    servers: [{ $ref: `#/servers/${place.server}` }],
    ...(place.server !== 'socketIo' && { bindings: webSocketAt(socket) }),
    messages: Object.fromEntries(
      own.map((name) => [name, { $ref: `#/components/messages/${id}.${name}` }]),
    ),
    'x-opens-without-credential': isForStrangers,
    ...(key !== id && { 'x-same-as': id }),
    ...(limits.length > 0 && { 'x-limits': limits }),
  }
}

/** What the address of a WebSocket may carry. */
function webSocketAt({ query = {} }: Socket) {
  const token = { type: 'string', description: SECURITY_SCHEMES.token.description }
  const shown = { type: 'object', properties: { token, ...query } }
  return { ws: { method: 'GET' as const, query: shown, bindingVersion: '0.1.0' } }
}

function operationsOf({ socket, key }: Placed): [string, DocumentedOperation][] {
  const { title, credentials, sends, hears } = socket
  const channel = { $ref: `#/channels/${key}` }
  const refs = (keys: readonly string[]) =>
    keys.map((name) => ({ $ref: `#/channels/${key}/messages/${name}` }))
  const security = credentials.map((name) => ({ $ref: `#/components/securitySchemes/${name}` }))

  const sending = sends.map((message): [string, DocumentedOperation] => {
    const { name, summary, answers = [], acknowledgement } = message
    const replies = [
      ...(acknowledgement ? [acknowledgementKey(message)] : []),
      ...answers.map((answer) => heardKey({ name: answer })),
    ]
    const operation = {
      action: 'send' as const,
      channel,
      title: name,
      summary,
      security,
      messages: refs([sentKey(message)]),
      ...(replies.length > 0 && { reply: { channel, messages: refs(replies) } }),
    }
    return [`${key}.${sentKey(message)}`, operation]
  })
  const hearing: DocumentedOperation = {
    action: 'receive',
    channel,
    title,
    summary: 'What the server tells.',
    security,
    messages: refs(hears.map(heardKey)),
  }
  return [...sending, [`${key}.receive`, hearing]]
}
