import { randomUUID } from 'node:crypto'
import { type ApiContext, admit, operations } from '@souk/api'
import { SoukError } from '@souk/contract'
import { headsOf, type Positions, type Reader, type SignedIn, streamHead } from '@souk/core'
import type { Socket } from 'socket.io'
import { CLOSE, type CloseCode } from '../close-codes.ts'
import type { GuardedSocket } from '../guard-socket.ts'
import { createOwnership } from '../ownership.ts'
import type { Place } from '../places.ts'
import { closingLimiter } from '../screen-calls.ts'
import { signedInAs } from '../signed-in-as.ts'
import type { Visit } from './client-event.ts'
import { showing } from './credential.ts'
import type { Hearer, Hearing } from './hearing.ts'
import { nameBefore, nameForReturn } from './internals.ts'
import type { Line } from './line.ts'
import type { Namespace, NamespaceDeps } from './namespace.ts'
import { createTrail, type Trail } from './trail.ts'

/** Streams that somebody may hear on one connection: where they are in all of them is written together. */
const MOST_STREAMS = 100

/** What the members of a namespace share. */
export interface Membership extends NamespaceDeps {
  readonly namespace: Namespace
  readonly hearing: Hearing
  /** Those who are connected here, by the names that their clients return with. */
  readonly live: Map<string, Member>
}

/** Whose a connection is to be, and up to where they have been told. */
export interface Seat {
  readonly user: SignedIn
  readonly ctx: ApiContext
  readonly place: Place
  readonly positions: Positions
}

/** Whose a connection is. */
interface Seated {
  readonly hearer: Hearer
  readonly trail: Trail
  readonly ctx: ApiContext
}

/** Somebody's connection to a namespace. */
export interface Member {
  readonly isSeated: boolean
  /**
   * Finds out who shows a credential, and what they are to hear. Whose the connection is changes later.
   * @returns undefined for a stranger, where one may be that
   * @throws SoukError
   */
  seatFor(shown: ApiContext, access: 'anyone' | 'user'): Promise<Seat | undefined>
  /** Makes the connection theirs: they hear what they missed, and what happens. */
  sit(seat: Seat): void
  /** Has an event of theirs worked on; what changes about what they hear does so when that is done. */
  visit(work: (visit: Visit) => Promise<void>): Promise<void>
  /**
   * Its line is gone, for its client is back on another: what it has received is known from now on. Nothing
   * for whoever is somebody else.
   */
  giveWay(user: SignedIn): void
  /** @param isFarewell its client does not want to come back */
  end(isFarewell: boolean): void
}

/** @param leave called when it has ended */
export function createMember(
  socket: Socket,
  line: Line,
  membership: Membership,
  leave: () => void,
): Member {
  const { namespace, hearing, live, memory, connections, bus, onError } = membership
  const name = randomUUID()
  /** What it is called, and what it was before its line was cut: what came from there is its own. */
  const names = new Set([name, nameBefore(socket) ?? name])
  let seated: Seated | undefined
  let isOver = false

  const close = (code: CloseCode) => {
    // The end of a namespace is for good; when its line is cut a client comes back.
    if (code === CLOSE.UNAUTHORIZED) socket.disconnect()
    else void line.drop()
  }
  const owner = createOwnership(bus, close)
  const guard: GuardedSocket = {
    belongsTo: owner.belongsTo,
    get user() {
      return owner.user
    },
    check() {
      owner.recheck()
      seated?.trail.touch()
    },
    close,
  }

  /** Whoever it belonged to hears no more. */
  function stand(isFarewell: boolean): void {
    if (!seated) return
    const { hearer, trail } = seated
    for (const stream of hearer.told.keys()) hearing.unfollow(hearer, stream)
    trail.end(isFarewell)
    seated = undefined
  }

  function follow(hearer: Hearer, stream: string): void {
    if (seated?.hearer !== hearer || !hearer.told.has(stream)) return
    hearing.follow(hearer, stream).catch((error) => {
      onError(error)
      void line.drop()
    })
  }

  function taken(): Seated {
    if (seated) return seated
    throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
  }

  /** @param after filled with what is to be done when the event has been answered */
  const visitOf = (after: (() => void)[]): Visit => ({
    get user() {
      return taken().hearer.user
    },
    clock: line.ctx.core.clock,
    async call<Result>(path: string, input: unknown) {
      const { ctx } = taken()
      const core = { ...ctx.core, connection: name }
      return (await operations.get(path)?.call({ ...ctx, core }, input)) as Result
    },
    tell: (event, data) => void socket.emit(event, data),
    position: async (stream) =>
      seated?.hearer.told.get(stream) ?? streamHead(membership.db(), stream),
    async join(stream, from) {
      const { hearer, trail } = taken()
      if (hearer.told.has(stream)) return
      if (hearer.told.size >= MOST_STREAMS) {
        throw new SoukError('LIMIT_EXCEEDED', 'Too many rooms joined, leave one first')
      }
      hearer.told.set(stream, from)
      trail.join(stream, from)
      trail.touch()
      after.push(() => follow(hearer, stream))
      await memory.flush()
    },
    async leave(stream) {
      const { hearer, trail } = taken()
      if (!hearer.told.delete(stream)) return
      hearing.unfollow(hearer, stream)
      trail.leave(stream)
      trail.touch()
      await memory.flush()
    },
    async authenticate(shown) {
      const seat = await member.seatFor(showing(line.ctx, shown), 'user')
      if (seat) after.push(() => member.sit(seat))
    },
  })

  const member: Member = {
    get isSeated() {
      return seated !== undefined
    },
    async seatFor(shown, access) {
      const ctx = { ...shown, limiter: closingLimiter(shown.limiter, line.cut) }
      const actor = await admit(ctx, access, 'mutation')
      if (!('userId' in actor)) return undefined
      await line.settle()
      const place = line.takePlace(actor.userId)
      try {
        const positions = await positionsFor(actor, ctx, nameBefore(socket), membership)
        const reader = readerOf(actor, namespace)
        await memory.begin({ ...reader, id: name, positions, isOpen: true, isTaken: false })
        return { user: actor, ctx, place, positions }
      } catch (error) {
        place.leave()
        throw error
      }
    },
    sit({ user, ctx, place, positions }) {
      if (isOver) return place.leave()
      stand(false)
      const again = async () => {
        const now = await signedInAs(ctx, 'mutation')
        // Staff hear other streams: they come back to them.
        if (now.kind !== user.kind) void line.drop()
        return now
      }
      owner.belongsTo(user, again, place)
      const told = new Map(Object.entries(positions))
      const reader = { ...readerOf(user, namespace), id: name }
      const trail = createTrail(line, told, (footprint) => memory.note({ ...reader, ...footprint }))
      seated = { hearer: { socket, line, user, told, connections: names }, trail, ctx }
      const greeting = namespace.greet?.(user)
      if (greeting) socket.emit(greeting.event, greeting.data)
      for (const stream of [...told.keys()]) follow(seated.hearer, stream)
    },
    async visit(work) {
      const after: (() => void)[] = []
      await work(visitOf(after))
      for (const change of after) change()
    },
    giveWay({ userId }) {
      if (owner.user?.userId !== userId) return
      member.end(false)
      line.cut()
    },
    end(isFarewell) {
      if (isOver) return
      isOver = true
      stand(isFarewell)
      owner.end()
      live.delete(name)
      connections.remove(guard)
      leave()
    },
  }
  nameForReturn(socket, name)
  live.set(name, member)
  connections.add(guard)
  return member
}

function readerOf({ userId, sessionId }: SignedIn, { name: door }: Namespace): Reader {
  // All who show an account's token are one session.
  return { userId, session: sessionId ?? 'account', door }
}

/**
 * What somebody is to hear, and from where: from where they were when their line was cut, or from now on. What
 * they had joined they hear again.
 */
async function positionsFor(
  user: SignedIn,
  ctx: ApiContext,
  before: string | undefined,
  { namespace, db, memory, live }: Membership,
): Promise<Positions> {
  if (before !== undefined) live.get(before)?.giveWay(user)
  const past = await memory.resume(readerOf(user, namespace), before)
  const streams = namespace.streamsOf(user)
  const chosen = past?.isSuccessor
    ? Object.keys(past.positions).filter((stream) => !streams.includes(stream))
    : []
  const rejoined = chosen.length > 0 ? await namespace.mayRejoin?.(ctx, user, chosen) : undefined
  const all = [...streams, ...(rejoined ?? [])]
  const heads = await headsOf(db(), all)
  const from = (stream: string) => {
    const head = heads.get(stream) ?? 0
    return Math.min(past?.positions[stream] ?? head, head)
  }
  return Object.fromEntries(all.map((stream) => [stream, from(stream)]))
}
