import { SoukError } from '@souk/contract'
import { type Bus, followStream, marketEventOf, streamHead, userStream } from '@souk/core'
import type { Db } from '@souk/database'
import type { WebSocket } from 'ws'
import type { Guest, Serve } from '../accept.ts'
import { CLOSE } from '../close-codes.ts'
import type { Connections } from '../connections.ts'
import { guardSocket } from '../guard-socket.ts'
import { signedInAs } from '../signed-in-as.ts'
import { frameFor } from './frames.ts'

export interface MarketFeedOptions {
  readonly db: () => Db
  readonly bus: Bus
  readonly connections: Connections
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

/**
 * Document 2's socket: what happens to a user's offers, to each of their connections, from the moment
 * it opens. It only listens; what a client sends is ignored.
 */
export function createMarketFeed(options: MarketFeedOptions): (guest: Guest) => Promise<Serve> {
  return async (guest) => {
    const { user } = guest
    if (!user) throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
    // Before the socket opens: whoever sees it open misses nothing from then on.
    const after = await streamHead(options.db(), userStream(user.userId))
    return (socket) => serve(socket, guest, { ...options, userId: user.userId, after })
  }
}

interface Feed extends MarketFeedOptions {
  readonly userId: number
  readonly after: number
}

function serve(socket: WebSocket, guest: Guest, feed: Feed): void {
  const { bus, connections, onError } = feed
  const guard = guardSocket(socket, guest, bus)
  const open = new AbortController()
  connections.add(guard)
  if (guest.user) {
    guard.belongsTo(guest.user, () => signedInAs(guest.ctx, 'subscription'), guest.place)
  }
  socket.on('close', () => {
    open.abort()
    connections.remove(guard)
  })
  tell(socket, feed, open.signal).catch((error) => {
    onError(error)
    guard.close(CLOSE.RESTART, 'Connect again')
  })
}

async function tell(socket: WebSocket, feed: Feed, signal: AbortSignal): Promise<void> {
  const { db, bus, userId, after, onDelivered } = feed
  const stream = userStream(userId)
  for await (const logged of followStream({ db: db(), bus, stream, after, signal })) {
    const frame = frameOf(logged, feed)
    if (!frame) continue
    socket.send(JSON.stringify(frame))
    onDelivered(1)
  }
}

/** What the log has to say; what this version cannot read there is passed over. */
function frameOf(logged: Parameters<typeof marketEventOf>[0], { userId, onError }: Feed) {
  try {
    const event = marketEventOf(logged)
    return event && frameFor(userId, event)
  } catch (error) {
    onError(error)
    return undefined
  }
}
