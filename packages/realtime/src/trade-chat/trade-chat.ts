import {
  type ApiContext,
  admit,
  countStranger,
  operations,
  refuseOtherNames,
  toSoukError,
} from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Bus, SignedIn } from '@souk/core'
import type { WebSocket } from 'ws'
import type { Guest } from '../accept.ts'
import { CLOSE } from '../close-codes.ts'
import { type Connection, createConnection } from '../connection.ts'
import type { Connections } from '../connections.ts'
import { readFrame } from '../read-frame.ts'
import { closingLimiter } from '../screen-calls.ts'
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
  let ctx = {
    ...guest.ctx,
    limiter: closingLimiter(guest.ctx.limiter, (...why) => connection.close(...why)),
  }
  let seat: Seat | undefined
  let isClosed = false

  const connection = createConnection({
    socket,
    guest,
    bus,
    onFrame: (text) => handle(text).catch(refuse),
    onBinary: () => void countStranger(ctx).then(refuseBinary, refuse),
    onClose: () => {
      isClosed = true
      stand()
      connections.remove(connection)
    },
    onError: ctx.report,
  })
  connections.add(connection)
  if (guest.user)
    connection.belongsTo(guest.user, () => signedInAs(guest.ctx, 'mutation'), guest.place)

  async function handle(text: string): Promise<void> {
    const frame = await readFrame(text, ClientFrame, 'join, message or leave', ctx)
    if (frame.action === 'join') return join(frame)
    if (frame.action === 'leave') return leave(frame)
    return say(frame)
  }

  async function join({ trade_id, sender_id, token }: FrameOf<'join'>): Promise<void> {
    const asking: ApiContext =
      token === undefined ? ctx : { ...ctx, credential: { token, carrier: 'explicit' } }
    const user = (await admit(asking, 'user', 'mutation')) as SignedIn
    await guest.settle()
    refuseOtherNames(user, { sender_id })
    // Whoever the socket belonged to until now: nobody hears on from another's seat.
    stand()
    own(connection, asking, user, connections)
    ctx = asking
    const taken = await rooms.enter(trade_id, connection)
    seat = taken
    if (isClosed) return stand() // or the room would be kept for nobody
    // Looked up once seated: whoever takes the trade from now on puts outsiders out again.
    await call('trades.get', { id: trade_id }, { admission: seatedAs(user) }).catch((error) => {
      stand()
      throw error
    })
    // The socket may have closed meanwhile, and so left it.
    if (seat !== taken) return
    connection.send(taken.admit() ? frames.joined(trade_id) : frames.left(trade_id))
  }

  async function say({ message, sender_id }: FrameOf<'message'>): Promise<void> {
    if (!seat?.admit()) throw new SoukError('CONFLICT', 'Join a trade first')
    await call('trades.chat.send', { tradeId: seat.tradeId, message }, { names: { sender_id } })
  }

  async function leave({ trade_id }: FrameOf<'leave'>): Promise<void> {
    if (!seat || (trade_id !== undefined && trade_id !== seat.tradeId)) {
      await countStranger(ctx)
      throw new SoukError('CONFLICT', 'You are not in that trade’s chat')
    }
    const { tradeId } = seat
    stand()
    connection.send(frames.left(tradeId))
  }

  function stand(): void {
    seat?.leave()
    seat = undefined
  }

  async function call(
    path: string,
    input: unknown,
    more: Pick<ApiContext, 'names' | 'admission'>,
  ): Promise<unknown> {
    return operations.get(path)?.call({ ...ctx, ...more }, input)
  }

  function refuseBinary(): void {
    connection.send(frames.error('Frames must be JSON text'))
  }

  function refuse(thrown: unknown): void {
    const error = toSoukError(thrown)
    if (error.code === 'INTERNAL_ERROR') ctx.report(error.cause)
    connection.send(frames.error(error.message))
  }
}

/** Whoever joins has been let in, and counted, and looks at the trade they join. */
const seatedAs = (actor: SignedIn) =>
  ({ actor, access: 'anyone', kind: 'query', quota: 'calls' }) as const

type FrameOf<A extends ClientFrame['action']> = Extract<ClientFrame, { action: A }>

/** Makes the connection its user's, anew with each join, for the credential may have changed. */
function own(
  connection: Connection,
  ctx: ApiContext,
  user: SignedIn,
  connections: Connections,
): void {
  try {
    const isOther = connection.user?.userId !== user.userId
    const place = isOther ? connections.takePlace(user.userId) : undefined
    connection.belongsTo(user, () => signedInAs(ctx, 'mutation'), place)
  } catch (error) {
    connection.close(CLOSE.POLICY, 'Too many connections')
    throw error
  }
}
