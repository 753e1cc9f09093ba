import { type Bus, followStream, type LoggedEvent, readEvents, type SignedIn } from '@souk/core'
import type { Db } from '@souk/database'
import type { Namespace as Rooms, Socket } from 'socket.io'
import type { z } from 'zod'
import type { Line } from './line.ts'

/** Events that are sent ahead to somebody who catches up, until they have received them. */
const AHEAD = 100

/** What a namespace says of an event. */
export interface Said {
  readonly event: string
  readonly data: object
  /** Whether somebody who follows the stream is told; without it, everybody. */
  readonly isFor?: (hearer: SignedIn) => boolean
}

/** The same, held to the events that a namespace has, and to what each carries. */
export type SaidOf<Events extends Readonly<Record<string, z.ZodType<object>>>> = {
  [Name in keyof Events & string]: Said & {
    readonly event: Name
    readonly data: z.output<Events[Name]>
  }
}[keyof Events & string]

/** Somebody who hears in a namespace, and up to where they have been told of each stream. */
export interface Hearer {
  readonly socket: Socket
  readonly line: Line
  readonly user: SignedIn
  readonly told: Map<string, number>
}

export interface HearingOptions {
  readonly rooms: Rooms
  readonly db: () => Db
  readonly bus: Bus
  /** What an entry of the log says here, if anything. */
  readonly show: (logged: LoggedEvent) => Said | undefined
  readonly onError: (error: unknown) => void
  /** Told how many sockets an event was handed to. */
  readonly onDelivered: (sockets: number) => void
}

/** Who follows which stream in a namespace; a stream is read once for all who do. */
export interface Hearing {
  /**
   * Tells somebody of a stream, from what they have been told (`told`) on: what they missed, in their own time,
   * and then what happens, with everybody else. Ends once they have caught up, or are gone.
   */
  follow(hearer: Hearer, stream: string): Promise<void>
  unfollow(hearer: Hearer, stream: string): void
}

interface Room {
  readonly stream: string
  readonly members: Set<Hearer>
  /** Those who have caught up. */
  readonly present: Set<Hearer>
  /** Up to where these have been told. */
  at: number
  readonly ready: Promise<void>
  close(): void
}

export function createHearing(options: HearingOptions): Hearing {
  const { rooms, db, bus, onError, onDelivered } = options
  const open = new Map<string, Room>()
  const show = (logged: LoggedEvent) => {
    // What an older or a newer Souk has recorded must not end the stream for good.
    try {
      return options.show(logged)
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  function openRoom(stream: string): Room {
    const ready = Promise.withResolvers<void>()
    const reading = new AbortController()
    const { signal } = reading
    const room: Room = {
      stream,
      members: new Set(),
      present: new Set(),
      at: 0,
      ready: ready.promise,
      close() {
        reading.abort()
        if (open.get(stream) === room) open.delete(stream)
      },
    }
    async function read(): Promise<void> {
      const start = (at: number) => {
        room.at = at
        ready.resolve()
      }
      for await (const event of followStream({ db: db(), bus, stream, signal, onReady: start })) {
        deliver(room, event)
      }
    }
    open.set(stream, room)
    ready.promise.catch(() => {}) // whoever waits for it hears of it
    read().catch((error) => {
      onError(error)
      ready.reject(error)
      room.close()
      // They come back, and go on from where they were.
      for (const { line } of room.members) void line.drop()
    })
    return room
  }

  /** Tells everybody who is present, each once: the frame is written once for all. */
  function deliver(room: Room, event: LoggedEvent): void {
    const { stream, present } = room
    room.at = event.seq
    const said = show(event)
    const deaf: string[] = []
    const hearers: Hearer[] = []
    for (const hearer of present) {
      const isNew = !hearer.line.isLeaving && (hearer.told.get(stream) ?? 0) < event.seq
      if (isNew) hearer.told.set(stream, event.seq)
      if (isNew && said && (said.isFor?.(hearer.user) ?? true)) hearers.push(hearer)
      else deaf.push(hearer.socket.id)
    }
    if (!said || hearers.length === 0) return
    for (const { line } of hearers) {
      line.hold()
      line.shed()
    }
    rooms.to(stream).except(deaf).emit(said.event, said.data)
    onDelivered(hearers.length)
  }

  async function catchUp(hearer: Hearer, { stream, members }: Room): Promise<void> {
    const { socket, line, user, told } = hearer
    const events = await readEvents(db(), stream, told.get(stream) ?? 0, AHEAD)
    if (line.isLeaving || !members.has(hearer)) return
    line.hold()
    let many = 0
    for (const event of events) {
      told.set(stream, event.seq)
      const said = show(event)
      if (!said || !(said.isFor?.(user) ?? true)) continue
      socket.emit(said.event, said.data)
      many += 1
    }
    onDelivered(many)
    if (many > 0) await line.confirmed()
  }

  return {
    async follow(hearer, stream) {
      const room = open.get(stream) ?? openRoom(stream)
      room.members.add(hearer)
      await room.ready
      const { line } = hearer
      const isHere = () => room.members.has(hearer) && !line.isLeaving
      while (isHere() && (hearer.told.get(stream) ?? 0) < room.at) {
        await catchUp(hearer, room)
      }
      if (!isHere()) return
      room.present.add(hearer)
      void hearer.socket.join(stream)
    },
    unfollow(hearer, stream) {
      const room = open.get(stream)
      if (!room) return
      void hearer.socket.leave(stream)
      room.present.delete(hearer)
      room.members.delete(hearer)
      if (room.members.size === 0) room.close()
    },
  }
}
