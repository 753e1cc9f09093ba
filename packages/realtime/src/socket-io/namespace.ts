import type { ApiContext } from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Bus, LoggedEvent, SignedIn } from '@souk/core'
import type { Db } from '@souk/database'
import type { Server, Socket } from 'socket.io'
import { CLOSE, closingFor } from '../close-codes.ts'
import type { Connections } from '../connections.ts'
import type { ClientEvents } from './client-event.ts'
import { showing } from './credential.ts'
import { createHearing, type Said } from './hearing.ts'
import type { Line } from './line.ts'
import { createMember, type Member, type Membership, type Seat } from './member.ts'
import type { Memory } from './memory.ts'
import { receive } from './receive.ts'

/** What is told under one name of Socket.IO, and to whom; and what its clients may say. */
export interface Namespace extends ClientEvents {
  readonly name: string
  /** What `connect_error` says of a bad credential, and of no other trouble. */
  readonly refusal: string
  /**
   * Milliseconds in which somebody who brought no credential has to `authenticate`; without it, nobody may
   * come so.
   */
  readonly authenticateWithin?: number
  /** The streams that a user hears without having asked. */
  streamsOf(user: SignedIn): readonly string[]
  /** Which of the streams that somebody had joined before they went they may still hear. */
  mayRejoin?(ctx: ApiContext, user: SignedIn, streams: readonly string[]): Promise<string[]>
  /** What is said first to whoever is let in. */
  greet?(user: SignedIn): Said
  /** What an entry of the log says here, if anything. */
  show(logged: LoggedEvent): Said | undefined
  /** What a hint says here that comes by the bus under the name of a stream, and is in no log. */
  showHint?(hint: string): Said | undefined
}

export interface NamespaceDeps {
  readonly db: () => Db
  readonly bus: Bus
  readonly connections: Connections
  readonly memory: Memory
  readonly lineOf: (socket: Socket) => Line
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

/** Serves a namespace to all who connect to it. */
export function openNamespace(io: Server, namespace: Namespace, deps: NamespaceDeps): void {
  const rooms = io.of(namespace.name)
  const { show, showHint } = namespace
  const hearing = createHearing({ ...deps, rooms, show, showHint })
  const membership: Membership = { ...deps, namespace, hearing, live: new Map() }
  const entrances = new WeakMap<Socket, Entrance>()

  rooms.use((socket, next) => {
    const line = deps.lineOf(socket)
    enter(socket, line, membership).then(
      (entrance) => {
        entrances.set(socket, entrance)
        next()
      },
      (error) => {
        // Only a bad credential is told: a client that is refused does not come back by itself.
        if (isOurFault(error, line.ctx)) line.cut()
        next(new Error(namespace.refusal))
      },
    )
  })
  rooms.on('connection', (socket) => {
    const entrance = entrances.get(socket)
    if (!entrance) return
    const { member, seat } = entrance
    receive(socket, member, deps.lineOf(socket), namespace)
    if (seat) member.sit(seat)
    else awaitCredential(socket, member, namespace)
  })
}

/** Somebody who is let in. */
interface Entrance {
  readonly member: Member
  /** Undefined for who has shown no credential yet. */
  readonly seat: Seat | undefined
}

async function enter(socket: Socket, line: Line, membership: Membership): Promise<Entrance> {
  const { name, authenticateWithin } = membership.namespace
  const leave = line.enter(name)
  if (!leave) throw new SoukError('RATE_LIMITED', 'Connected already')
  const member = createMember(socket, line, membership, () => {
    forget()
    leave()
  })
  // Who comes and goes on one line is not remembered for as long as that lasts.
  const forget = line.onEnd(() => member.end(false))
  socket.once('disconnect', (reason) => member.end(reason === 'client namespace disconnect'))
  try {
    const access = authenticateWithin === undefined ? 'user' : 'anyone'
    return { member, seat: await member.seatFor(showing(line.ctx, socket.handshake.auth), access) }
  } catch (error) {
    member.end(false)
    throw error
  }
}

/** Whether somebody is refused for no reason of theirs, or none that lasts. */
function isOurFault(error: unknown, ctx: ApiContext): boolean {
  const [code] = closingFor(error)
  if (code === CLOSE.RESTART) ctx.report(error)
  return code !== CLOSE.UNAUTHORIZED
}

function awaitCredential(socket: Socket, member: Member, { authenticateWithin }: Namespace): void {
  const timer = setTimeout(() => {
    if (member.isSeated) return
    socket.emit('error', { message: 'Authentication required' })
    socket.disconnect()
  }, authenticateWithin)
  socket.once('disconnect', () => clearTimeout(timer))
}
