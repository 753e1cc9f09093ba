import {
  type ApiContext,
  type CallerNames,
  inPlainWords,
  operations,
  refuseOtherNames,
  toSoukError,
} from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Bus, SignedIn } from '@souk/core'
import type { WebSocket } from 'ws'
import { type Guest, tooManyConnections } from '../accept.ts'
import { CLOSE } from '../close-codes.ts'
import { type Connection, createConnection } from '../connection.ts'
import type { Connections } from '../connections.ts'
import { signedInAs } from '../signed-in-as.ts'
import { ClientFrame, frames } from './frames.ts'
import type { Rooms, Seat } from './rooms.ts'

export interface TradeChatOptions {
  readonly bus: Bus
  readonly rooms: Rooms
  readonly connections: Connections
}

/** The chat of document 1 on one socket: one room at a time, errors as frames. */
export function serveTradeChat(
  socket: WebSocket,
  guest: Guest,
  { bus, rooms, connections }: TradeChatOptions,
): void {
  let { ctx } = guest
  let seat: Seat | undefined

  const connection = createConnection({
    socket,
    transport: guest.transport,
    bus,
    onFrame: (text) => handle(text).catch(refuse),
    onBinary: () => connection.send(frames.error('Frames must be JSON text')),
    onClose: () => {
      seat?.leave()
      connections.remove(connection)
    },
    onError: ctx.report,
  })
  connections.add(connection)
  if (guest.user) connection.belongsTo(guest.user, () => signedInAs(ctx, 'mutation'))

  async function handle(text: string): Promise<void> {
    const frame = parseFrame(text)
    if (frame.action === 'join') return join(frame)
    if (frame.action === 'leave') return leave(frame)
    return say(frame)
  }

  async function join({ trade_id, sender_id, token }: FrameOf<'join'>): Promise<void> {
    if (token !== undefined) ctx = { ...ctx, credential: { token, carrier: 'explicit' } }
    const user = await own(connection, ctx, connections)
    refuseOtherNames(user, { sender_id })
    seat?.leave()
    seat = await rooms.enter(trade_id, connection)
    // Looked up once seated: whoever takes the trade from now on puts outsiders out again.
    await call('trades.get', { id: trade_id }).catch((error) => {
      seat?.leave()
      seat = undefined
      throw error
    })
    connection.send(seat.admit() ? frames.joined(trade_id) : frames.left(trade_id))
  }

  async function say({ message, sender_id }: FrameOf<'message'>): Promise<void> {
    if (!seat?.admit()) throw new SoukError('CONFLICT', 'Join a trade first')
    await call('trades.chat.send', { tradeId: seat.tradeId, message }, { sender_id })
  }

  async function leave({ trade_id }: FrameOf<'leave'>): Promise<void> {
    if (!seat || (trade_id !== undefined && trade_id !== seat.tradeId)) {
      throw new SoukError('CONFLICT', 'You are not in that trade’s chat')
    }
    seat.leave()
    connection.send(frames.left(seat.tradeId))
    seat = undefined
  }

  async function call(path: string, input: unknown, names?: CallerNames): Promise<unknown> {
    return operations.get(path)?.call({ ...ctx, names }, input)
  }

  function refuse(thrown: unknown): void {
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR') ctx.report(error.cause)
    connection.send(frames.error(error.message))
  }
}

type FrameOf<A extends ClientFrame['action']> = Extract<ClientFrame, { action: A }>

function parseFrame(text: string): ClientFrame {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new SoukError('MALFORMED_REQUEST', 'Frames must be JSON')
  }
  const parsed = ClientFrame.safeParse(json, { error: inPlainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue || issue.path.length === 0) {
    throw new SoukError('MALFORMED_REQUEST', 'Frames must be JSON objects')
  }
  if (issue.path[0] === 'action') {
    throw new SoukError('VALIDATION_FAILED', 'Unknown action: use join, message or leave')
  }
  throw new SoukError('VALIDATION_FAILED', `${issue.path.join('.')}: ${issue.message}`)
}

/** Makes the connection its user's, anew with each join, for the credential may have changed. */
async function own(
  connection: Connection,
  ctx: ApiContext,
  connections: Connections,
): Promise<SignedIn> {
  const user = await signedInAs(ctx, 'mutation')
  if (connection.user?.userId !== user.userId && connections.isFull(user.userId)) {
    connection.close(CLOSE.POLICY, 'Too many connections')
    throw tooManyConnections()
  }
  connection.belongsTo(user, () => signedInAs(ctx, 'mutation'))
  return user
}
