import { SoukError } from '@souk/contract'
import type { Db } from '@souk/database'
import type { Bus } from './events/bus.ts'
import type { Services } from './services.ts'
import type { Settings } from './settings.ts'

/** Who is acting. It always comes from the credential, never from what a request says. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | SignedIn
  /** Souk itself: start-up, jobs, the command line. */
  | { readonly kind: 'system' }

export interface SignedIn {
  readonly kind: 'user' | 'staff'
  readonly userId: number
  /** The user's other name, in lower case, as documents 2 and 4 have it. */
  readonly uuid: string
  /** Null when they came with their account's token, which no session carries. */
  readonly sessionId: string | null
  /** Whether they have two-factor authentication on, and want to be asked for releases too. */
  readonly twoFactor?: 'on' | 'releases' | undefined
  /** Their account's token came alone: its second factor is still to come. */
  readonly isUnverified?: boolean | undefined
}

/** What every verb is given: who acts, on which transaction, when, and under which settings. */
export interface Ctx extends Services {
  readonly actor: Actor
  /** Where the request came from: for slowing down guesses, and for the audit log. */
  readonly address: string
  /** The socket that a call came by, for it to be left out of what that call makes others hear. */
  readonly connection?: string | undefined
  readonly db: Db
  readonly clock: () => Date
  readonly settings: Settings
  readonly bus: Bus
}

/**
 * The signed-in actor of a verb that needs one.
 * @throws AUTHENTICATION_REQUIRED
 */
export function signedIn(ctx: Ctx): SignedIn {
  const { actor } = ctx
  if (actor.kind === 'user' || actor.kind === 'staff') return actor
  throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
}

/** The user number of whoever looks, if signed in. */
export function viewerId(ctx: Ctx): number | null {
  const { actor } = ctx
  return actor.kind === 'user' || actor.kind === 'staff' ? actor.userId : null
}

export function isStaff(ctx: Ctx): boolean {
  return ctx.actor.kind === 'staff'
}

/** Whoever looks, as the first two values of statements that show only what they may see. */
export function viewer(ctx: Ctx): [userId: number | null, staff: boolean] {
  return [viewerId(ctx), isStaff(ctx)]
}
