import { type ApiContext, admit, countStranger, operations, toSoukError } from '@souk/api'
import { type DirectEvent, type DirectMessage, SoukError, type TypingEvent } from '@souk/contract'
import {
  type Bus,
  chatPosition,
  chatStream,
  directEventOf,
  followStream,
  type LoggedEvent,
  type SignedIn,
  streamHead,
  typingTopic,
} from '@souk/core'
import type { Db } from '@souk/database'
import type { WebSocket } from 'ws'
import type { Guest, Serve } from '../accept.ts'
import { CLOSE } from '../close-codes.ts'
import { createConnection } from '../connection.ts'
import type { Connections } from '../connections.ts'
import { readFrame } from '../read-frame.ts'
import { closingLimiter } from '../screen-calls.ts'
import { signedInAs } from '../signed-in-as.ts'
import { ACTIONS, ClientFrame, FIELDS, frames } from './frames.ts'
import { replay } from './replay.ts'

export interface DirectChatOptions {
  readonly db: () => Db
  readonly bus: Bus
  readonly connections: Connections
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

/**
 * Document 4's socket: the caller's threads, read from their own stream of the log, so that everybody
 * hears everything in one order, whichever process they are connected to.
 */
export function createDirectChat(options: DirectChatOptions): (guest: Guest) => Promise<Serve> {
  return async (guest) => {
    const { user } = guest
    if (!user) throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
    // Before the socket opens: whoever sees it open misses nothing from then on.
    const after = await streamHead(options.db(), chatStream(user.userId))
    return (socket) => serve(socket, guest, user, after, options)
  }
}

function serve(
  socket: WebSocket,
  guest: Guest,
  user: SignedIn,
  after: number,
  { db, bus, connections, onError, onDelivered }: DirectChatOptions,
): void {
  const stream = chatStream(user.userId)
  const open = new AbortController()
  const ctx: ApiContext = {
    ...guest.ctx,
    limiter: closingLimiter(guest.ctx.limiter, (...why) => connection.close(...why)),
  }
  const core = { ...ctx.core, actor: user }
  /** Messages sent from here, which the stream will bring. */
  const own = new Set<number>()
  /** What the stream has to wait for: a message whose number is not known yet, or what was missed. */
  let busy: Promise<unknown> | undefined
  /** Events after this one have been, or will be, heard here. */
  let heardFrom = after

  const connection = createConnection({
    socket,
    guest,
    bus,
    onFrame: handle,
    onBinary: () =>
      void countStranger(ctx).then(
        () => connection.send(frames.error('Frames must be JSON text')),
        refuse,
      ),
    onClose() {
      open.abort()
      stopTyping()
      connections.remove(connection)
    },
    onError: ctx.report,
  })
  const stopTyping = bus.hear(typingTopic(user.userId), (hint) => {
    connection.send(frames.typing(JSON.parse(hint) as TypingEvent))
  })
  connections.add(connection)
  connection.belongsTo(user, () => signedInAs(guest.ctx, 'mutation'), guest.place)
  follow().catch((error) => {
    onError(error)
    connection.close(CLOSE.RESTART, 'Connect again')
  })

  async function follow(): Promise<void> {
    const { signal } = open
    for await (const logged of followStream({ db: db(), bus, stream, after, signal })) {
      await busy
      tell(logged)
    }
  }

  function tell(logged: LoggedEvent): void {
    const event = eventOf(logged)
    if (!event) return
    const isOwn = event.type === 'direct.message' && own.delete(event.message.id)
    connection.send(isOwn ? frames.confirmed(event.message) : frames.event(event))
    core.arrivals.note(core, event)
    onDelivered(1)
  }

  /** What the log has to say; what this version cannot read there is passed over. */
  function eventOf(logged: LoggedEvent): DirectEvent | undefined {
    try {
      return directEventOf(core, logged)
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  async function handle(text: string): Promise<void> {
    let clientId: string | null | undefined
    try {
      const frame = await readFrame(text, ClientFrame, ACTIONS, ctx)
      if (frame.action === 'chat_message') clientId = frame.client_id
      await holding(act(frame))
    } catch (error) {
      refuse(error, clientId)
    }
  }

  /** Keeps what the stream brings meanwhile until something is done. */
  async function holding<T>(work: Promise<T>): Promise<T> {
    busy = work.catch(() => {})
    try {
      return await work
    } finally {
      busy = undefined
    }
  }

  async function act(frame: ClientFrame): Promise<unknown> {
    switch (frame.action) {
      case 'chat_message':
        return say(frame)
      case 'mark_read': {
        const { receiver_id: uid, up_to: upTo } = frame
        return call('chat.markRead', { uid, upTo: upTo ?? undefined })
      }
      case 'typing':
        return call('chat.typing', { uid: frame.receiver_id })
      case 'delete_message':
        return call('chat.deleteMessage', { id: frame.message_id })
      case 'resume':
        return resume(frame.since)
    }
  }

  async function say(frame: FrameOf<'chat_message'>): Promise<void> {
    const { receiver_id: uid, message_body: message, client_id, attachment_id, sender_id } = frame
    const input = {
      uid,
      message,
      clientId: client_id ?? undefined,
      attachmentId: attachment_id ?? undefined,
    }
    const sent = (await call('chat.send', input, { sender_id })) as DirectMessage & {
      readonly isRepeated: boolean
    }
    // Known for long: the stream will not bring it again.
    if (sent.isRepeated) connection.send(frames.confirmed(sent))
    else own.add(sent.id)
  }

  /** Tells again what came after a message, up to what this connection has heard by itself. */
  async function resume(since: number): Promise<void> {
    await admit(ctx, 'user', 'mutation', 'chat')
    const position = await chatPosition(core, since)
    let last = since
    const more = await replay({
      db: db(),
      stream,
      after: position,
      upTo: heardFrom,
      tell(logged) {
        if (logged.type === 'direct.message') last = (logged.data as { id: number }).id
        tell(logged)
      },
      drained: () => connection.drained(open.signal),
    })
    if (!more) heardFrom = Math.min(heardFrom, position)
    connection.send(frames.resumed(last, more))
  }

  async function call(path: string, input: unknown, names?: ApiContext['names']): Promise<unknown> {
    return operations.get(path)?.call({ ...ctx, names }, input)
  }

  function refuse(thrown: unknown, clientId?: string | null): void {
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR') ctx.report(error.cause)
    connection.send(frames.error(inWords(error), clientId))
  }
}

type FrameOf<A extends ClientFrame['action']> = Extract<ClientFrame, { action: A }>

/** A refusal in the words of the frames. */
function inWords({ fields, message }: SoukError): string {
  if (fields.length === 0) return message
  return fields
    .map(({ path, message }) => {
      const [field = '', ...rest] = path.map(String)
      return `${[FIELDS[field] ?? field, ...rest].join('.')}: ${message}`
    })
    .join('; ')
}
