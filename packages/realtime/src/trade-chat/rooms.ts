import type { Trade, TradeMessage } from '@souk/contract'
import { type LoggedEvent, tradeStream } from '@souk/core'
import type { Connection } from '../connection.ts'
import { type FollowOptions, followStream } from '../follow-stream.ts'
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
  readonly reader: Promise<() => void>
}

export function createRooms(reading: Pick<FollowOptions, 'db' | 'bus' | 'onError'>): Rooms {
  const rooms = new Map<number, Room>()

  function open(tradeId: number): Room {
    const members: Room['members'] = new Map()
    const onEvent = (event: LoggedEvent) => deliver(tradeId, members, event)
    const room = {
      members,
      reader: followStream({ ...reading, stream: tradeStream(tradeId), onEvent }),
    }
    rooms.set(tradeId, room)
    return room
  }

  function leave(tradeId: number, room: Room, connection: Connection): void {
    room.members.delete(connection)
    if (room.members.size > 0 || rooms.get(tradeId) !== room) return
    rooms.delete(tradeId)
    room.reader.then((stop) => stop()).catch(() => {})
  }

  return {
    async enter(tradeId, connection) {
      const room = rooms.get(tradeId) ?? open(tradeId)
      const member = { admitted: false }
      room.members.set(connection, member)
      try {
        await room.reader
      } catch (error) {
        leave(tradeId, room, connection)
        throw error
      }
      return {
        tradeId,
        admit() {
          member.admitted = room.members.get(connection) === member
          return member.admitted
        },
        leave: () => leave(tradeId, room, connection),
      }
    },
  }
}

/** Messages go to everybody; a trade that is no longer open puts outsiders out of its room. */
function deliver(tradeId: number, members: Room['members'], event: LoggedEvent): void {
  if (event.type === 'message.sent') {
    const frame = frames.message(event.data as TradeMessage)
    for (const [connection, { admitted }] of members) if (admitted) connection.send(frame)
    return
  }
  const trade = event.data as Trade
  if (trade.status === 'open') return
  for (const [connection] of members) {
    if (!isInsider(connection, trade)) {
      members.delete(connection)
      connection.send(frames.left(tradeId))
    }
  }
}

function isInsider({ user }: Connection, { sellerId, buyerId }: Trade): boolean {
  return user?.kind === 'staff' || user?.userId === sellerId || user?.userId === buyerId
}
