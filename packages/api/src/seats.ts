import { SoukError } from '@souk/contract'
import type { Actor } from '@souk/core'
import type { ApiContext } from './context.ts'

/** Subscriptions that may be open at a time, in one process. */
export const SUBSCRIPTIONS = { ofSocket: 50, ofUser: 100 }

/** The subscriptions of one socket. */
export interface Seats {
  /** What is subscribed to, by its name. */
  readonly taken: Set<string>
  /** How many each user has on all sockets of the process. */
  readonly ofUsers: Map<number, number>
}

/** Makes the seats of each socket of a process. */
export function seating(): () => Seats {
  const ofUsers: Seats['ofUsers'] = new Map()
  return () => ({ taken: new Set(), ofUsers })
}

/** The name of a subscription: what is followed, wherever it begins. */
export function subscriptionOf(path: string, input: unknown): string {
  const { lastEventId: _, ...what } = (input ?? {}) as { lastEventId?: unknown }
  return `${path} ${JSON.stringify(what)}`
}

/**
 * Counts a subscription on its socket and for its user. It gives the place back as soon as it is
 * told to stop, for the client may subscribe again at once.
 * @returns how to give the place back
 * @throws CONFLICT when the socket has that subscription; RATE_LIMITED when it or the user has too many
 */
export function takeSeat(
  { socket }: ApiContext,
  actor: Actor,
  subscription: string,
  signal: AbortSignal,
): () => void {
  if (!socket) return () => {}
  const { taken, ofUsers } = socket
  const user = 'userId' in actor ? actor.userId : undefined
  if (taken.has(subscription)) {
    throw new SoukError('CONFLICT', 'This connection has that subscription already')
  }
  if (taken.size >= SUBSCRIPTIONS.ofSocket) throw tooMany(SUBSCRIPTIONS.ofSocket, 'connection')
  const has = user === undefined ? 0 : (ofUsers.get(user) ?? 0)
  if (has >= SUBSCRIPTIONS.ofUser) throw tooMany(SUBSCRIPTIONS.ofUser, 'user')

  taken.add(subscription)
  if (user !== undefined) ofUsers.set(user, has + 1)
  let left = false
  const leave = () => {
    if (left) return
    left = true
    signal.removeEventListener('abort', leave)
    taken.delete(subscription)
    if (user !== undefined) decrease(ofUsers, user)
  }
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  return leave
}

function decrease(counts: Map<number, number>, user: number): void {
  const left = (counts.get(user) ?? 1) - 1
  if (left > 0) counts.set(user, left)
  else counts.delete(user)
}

function tooMany(most: number, of: 'connection' | 'user'): SoukError {
  return new SoukError('RATE_LIMITED', `At most ${most} subscriptions a ${of}`)
}
