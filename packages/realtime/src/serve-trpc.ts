import type { IncomingMessage } from 'node:http'
import { type ApiContext, admit, appRouter, type Seats, seating } from '@souk/api'
import type { Bus, SignedIn } from '@souk/core'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import type { Guest, Serve } from './accept.ts'
import { closingFor } from './close-codes.ts'
import type { Connections } from './connections.ts'
import { type GuardedSocket, guardSocket } from './guard-socket.ts'
import { closingLimiter, screenCalls } from './screen-calls.ts'
import { signedInAs } from './signed-in-as.ts'

export interface TrpcSocketOptions {
  readonly bus: Bus
  readonly connections: Connections
}

/** Serves tRPC subscriptions on sockets that were let in. */
export function createTrpcSockets({ bus, connections }: TrpcSocketOptions) {
  const server = new WebSocketServer({ noServer: true })
  const newSeats = seating()
  const guests = new WeakMap<IncomingMessage, { guest: Guest; guard: GuardedSocket }>()
  applyWSSHandler({
    wss: server,
    router: appRouter,
    createContext({ req, info }) {
      const known = guests.get(req)
      if (!known) throw new Error('a socket that was never let in')
      return contextOf(
        known.guest,
        known.guard,
        connections,
        newSeats(),
        info.connectionParams?.token,
      )
    },
  })
  return (guest: Guest): Serve =>
    (socket, request) => {
      const guard = guardSocket(socket, guest, bus)
      screenCalls(socket, guest.ctx, guard.close)
      guests.set(request, { guest, guard })
      connections.add(guard)
      socket.on('close', () => connections.remove(guard))
      if (guest.user) {
        guard.belongsTo(guest.user, () => signedInAs(guest.ctx, 'subscription'), guest.place)
      }
      server.emit('connection', socket, request)
    }
}

/**
 * The context of all calls on one socket. The credential may also come as a connection parameter;
 * a bad one closes the socket with a code that says so, for an error here would only make the
 * client come back at once.
 */
async function contextOf(
  guest: Guest,
  guard: GuardedSocket,
  connections: Connections,
  socket: Seats,
  token: string | undefined,
): Promise<ApiContext> {
  const limiter = closingLimiter(guest.ctx.limiter, guard.close)
  const unnamed: ApiContext = { ...guest.ctx, socket, limiter }
  if (token === undefined) return unnamed
  const ctx: ApiContext = { ...unnamed, credential: { token, carrier: 'explicit' } }
  try {
    const user = (await admit(ctx, 'user', 'subscription')) as SignedIn
    await guest.settle()
    const isOther = guard.user?.userId !== user.userId
    const place = isOther ? connections.takePlace(user.userId) : undefined
    guard.belongsTo(user, () => signedInAs(ctx, 'subscription'), place)
  } catch (error) {
    guard.close(...closingFor(error))
  }
  return ctx
}
