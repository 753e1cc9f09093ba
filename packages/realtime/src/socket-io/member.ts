import { randomUUID } from 'node:crypto'
import { type ApiContext, admit } from '@souk/api'
import { headsOf, type Positions, type Reader, type SignedIn } from '@souk/core'
import type { Socket } from 'socket.io'
import { CLOSE } from '../close-codes.ts'
import type { GuardedSocket } from '../guard-socket.ts'
import { createOwnership } from '../ownership.ts'
import type { Place } from '../places.ts'
import { closingLimiter } from '../screen-calls.ts'
import { signedInAs } from '../signed-in-as.ts'
import type { Hearer, Hearing } from './hearing.ts'
import { nameBefore, nameForReturn } from './internals.ts'
import type { Line } from './line.ts'
import type { Namespace, NamespaceDeps } from './namespace.ts'
import { createTrail, type Trail } from './trail.ts'

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
  let hearer: Hearer | undefined
  let trail: Trail | undefined
  let isOver = false

  const close = (code: number) => {
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
      trail?.touch()
    },
    close,
  }

  /** Whoever it belonged to hears no more. */
  function stand(isFarewell: boolean): void {
    if (!hearer) return
    for (const stream of hearer.told.keys()) hearing.unfollow(hearer, stream)
    trail?.end(isFarewell)
    hearer = undefined
  }

  const member: Member = {
    get isSeated() {
      return hearer !== undefined
    },
    async seatFor(shown, access) {
      const ctx = { ...shown, limiter: closingLimiter(shown.limiter, line.cut) }
      const actor = await admit(ctx, access, 'mutation')
      if (!('userId' in actor)) return undefined
      await line.settle()
      const place = line.takePlace(actor.userId)
      try {
        const positions = await positionsFor(actor, nameBefore(socket), membership)
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
      const seated: Hearer = { socket, line, user, told }
      hearer = seated
      trail = createTrail(line, told, (footprint) => memory.note({ ...reader, ...footprint }))
      for (const stream of seated.told.keys()) {
        hearing.follow(seated, stream).catch((error) => {
          onError(error)
          void line.drop()
        })
      }
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

/** From where somebody is to hear: from where they were when their line was cut, or from now on. */
async function positionsFor(
  user: SignedIn,
  before: string | undefined,
  { namespace, db, memory, live }: Membership,
): Promise<Positions> {
  if (before !== undefined) live.get(before)?.giveWay(user)
  const streams = namespace.streamsOf(user)
  const heads = await headsOf(db(), streams)
  const past = await memory.resume(readerOf(user, namespace), before)
  const from = (stream: string) => {
    const head = heads.get(stream) ?? 0
    return Math.min(past?.[stream] ?? head, head)
  }
  return Object.fromEntries(streams.map((stream) => [stream, from(stream)]))
}
