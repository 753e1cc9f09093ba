import type { Trade, TradeMessage } from '@souk/contract'
import { type Bus, followStream, type LoggedEvent, tradeStream } from '@souk/core'
import type { Db } from '@souk/database'
import type { Connection } from '../connection.ts'
import { frames } from './frames.ts'

/** Who is in which trade's chat room, fed from the trade's stream of the event log. */
export interface Rooms {
  /** Puts a connection into a room; it hears nothing before `admit`. */
  enter(tradeId: number, connection: Connection): Promise<Seat>
}

/** A connection's place in a room. */
export interface Seat {
  readonly tradeId: number
  /** Lets the connection hear the room; false when it was put out meanwhile. */
  admit(): boolean
  leave(): void
}

interface Room {
  readonly members: Map<Connection, { admitted: boolean }>
  /** Settles once the room's reader has its starting point. */
  readonly ready: Promise<void>
  close(): void
}

export interface RoomsOptions {
  readonly db: () => Db
  readonly bus: Bus
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

export function createRooms(options: RoomsOptions): Rooms {
  const rooms = new Map<number, Room>()

  function open(tradeId: number): Room {
    const room = openRoom(tradeId, options, () => {
      if (rooms.get(tradeId) === room) rooms.delete(tradeId)
    })
    rooms.set(tradeId, room)
    return room
  }

  function leave(room: Room, connection: Connection): void {
    room.members.delete(connection)
    if (room.members.size === 0) room.close()
  }

  return {
    async enter(tradeId, connection) {
      const room = rooms.get(tradeId) ?? open(tradeId)
      const member = { admitted: false }
      room.members.set(connection, member)
      await room.ready
      return {
        tradeId,
        admit() {
          member.admitted = room.members.get(connection) === member
          return member.admitted
        },
        leave: () => leave(room, connection),
      }
    },
  }
}

/** Opens a room that reads its trade's stream until it is closed or reading fails. */
function openRoom(tradeId: number, options: RoomsOptions, onClosed: () => void): Room {
  const { db, bus, onError, onDelivered } = options
  const members: Room['members'] = new Map()
  const ready = Promise.withResolvers<void>()
  const reading = new AbortController()
  const close = () => {
    reading.abort()
    onClosed()
  }
  async function read(): Promise<void> {
    const { signal } = reading
    const stream = tradeStream(tradeId)
    for await (const event of followStream({
      db: db(),
      bus,
      stream,
      signal,
      onReady: () => ready.resolve(),
    })) {
      onDelivered(deliver(tradeId, members, event))
    }
  }
  read().catch((error) => {
    ready.reject(error)
    onError(error)
    putOut(tradeId, members, () => true)
    close()
  })
  return { members, ready: ready.promise, close }
}

/**
 * Messages go to everybody; a trade that is no longer open puts outsiders out of its room.
 * @returns to how many sockets it went
 */
function deliver(tradeId: number, members: Room['members'], event: LoggedEvent): number {
  if (event.type === 'message.sent') {
    const frame = frames.message(event.data as TradeMessage)
    const hearers = [...members].filter(([, { admitted }]) => admitted)
    for (const [connection] of hearers) connection.send(frame)
    return hearers.length
  }
  const trade = event.data as Trade
  if (trade.status !== 'open') putOut(tradeId, members, (member) => !isInsider(member, trade))
  return 0
}

function putOut(
  tradeId: number,
  members: Room['members'],
  must: (member: Connection) => boolean,
): void {
  for (const [connection] of members) {
    if (!must(connection)) continue
    members.delete(connection)
    connection.send(frames.left(tradeId))
  }
}

function isInsider({ user }: Connection, { sellerId, buyerId }: Trade): boolean {
  return user?.kind === 'staff' || user?.userId === sellerId || user?.userId === buyerId
}
