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
  readonly isFor?: (hearer: HearerKnown) => boolean
}

/** What is known of somebody who hears. */
export interface HearerKnown {
  readonly user: SignedIn
  /** What their connection is called, and was before its line was cut. */
  readonly connections: ReadonlySet<string>
}

/** The same, held to the events that a namespace has, and to what each carries. */
export type SaidOf<Events extends Readonly<Record<string, z.ZodType<object>>>> = {
  [Name in keyof Events & string]: Said & {
    readonly event: Name
    readonly data: z.output<Events[Name]>
  }
}[keyof Events & string]

/** Somebody who hears in a namespace, and up to where they have been told of each stream. */
export interface Hearer extends HearerKnown {
  readonly socket: Socket
  readonly line: Line
  readonly told: Map<string, number>
}

export interface HearingOptions {
  readonly rooms: Rooms
  readonly db: () => Db
  readonly bus: Bus
  /** What an entry of the log says here, if anything. */
  readonly show: (logged: LoggedEvent) => Said | undefined
  /** What a hint says here that comes by the bus under the name of a stream, and is in no log. */
  readonly showHint?: ((hint: string) => Said | undefined) | undefined
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
  /** Each with a sign of its own: who leaves and comes back is another then. */
  readonly members: Map<Hearer, symbol>
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
  const show = tolerant(options.show, onError)
  const showHint = tolerant(options.showHint ?? (() => undefined), onError)

  function openRoom(stream: string): Room {
    const ready = Promise.withResolvers<void>()
    const reading = new AbortController()
    const { signal } = reading
    const room: Room = {
      stream,
      members: new Map(),
      present: new Set(),
      at: 0,
      ready: ready.promise,
      close() {
        reading.abort()
        stopHearing()
        if (open.get(stream) === room) open.delete(stream)
      },
    }
    const stopHearing = bus.hear(stream, (hint) => {
      pass(room, hint)
    })
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
      for (const { line } of room.members.keys()) void line.drop()
    })
    return room
  }

  /** Tells everybody who is present, each once. */
  function deliver(room: Room, event: LoggedEvent): void {
    const { stream, present } = room
    room.at = event.seq
    const said = show(event)
    const hearers: Hearer[] = []
    for (const hearer of present) {
      const isNew = !hearer.line.isLeaving && (hearer.told.get(stream) ?? 0) < event.seq
      if (isNew) hearer.told.set(stream, event.seq)
      if (isNew && said && hears(hearer, said)) hearers.push(hearer)
    }
    for (const { line } of hearers) line.hold()
    if (said) emit(room, said, hearers)
  }

  /** Tells everybody who is present, now or never. */
  function pass(room: Room, hint: string): void {
    const said = showHint(hint)
    if (!said) return
    const isHere = (hearer: Hearer) => !hearer.line.isLeaving && hears(hearer, said)
    emit(room, said, [...room.present].filter(isHere))
  }

  /** The frame is written once for all. */
  function emit({ stream, present }: Room, said: Said, hearers: readonly Hearer[]): void {
    if (hearers.length === 0) return
    const hearing = new Set(hearers)
    const deaf = [...present].filter((hearer) => !hearing.has(hearer))
    for (const { line } of hearers) line.shed()
    rooms
      .to(stream)
      .except(deaf.map(({ socket }) => socket.id))
      .emit(said.event, said.data)
    onDelivered(hearers.length)
  }

  async function catchUp(hearer: Hearer, { stream }: Room, isHere: () => boolean): Promise<void> {
    const { socket, line, told } = hearer
    const events = await readEvents(db(), stream, told.get(stream) ?? 0, AHEAD)
    if (!isHere()) return
    line.hold()
    let many = 0
    for (const event of events) {
      told.set(stream, event.seq)
      const said = show(event)
      if (!said || !hears(hearer, said)) continue
      socket.emit(said.event, said.data)
      many += 1
    }
    onDelivered(many)
    if (many > 0) await line.confirmed()
  }

  return {
    async follow(hearer, stream) {
      const room = open.get(stream) ?? openRoom(stream)
      const sign = Symbol(stream)
      room.members.set(hearer, sign)
      await room.ready
      const { line } = hearer
      const isHere = () => room.members.get(hearer) === sign && !line.isLeaving
      while (isHere() && (hearer.told.get(stream) ?? 0) < room.at) {
        await catchUp(hearer, room, isHere)
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

const hears = (hearer: Hearer, { isFor }: Said) => isFor?.(hearer) ?? true

/** What an older or a newer Souk has recorded, or told, must not end a stream for good. */
function tolerant<Told>(
  show: (told: Told) => Said | undefined,
  onError: (error: unknown) => void,
): (told: Told) => Said | undefined {
  return (told) => {
    try {
      return show(told)
    } catch (error) {
      onError(error)
      return undefined
    }
  }
}
