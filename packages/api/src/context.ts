import { type Access, type Kind, SoukError } from '@souk/contract'
import { type Actor, authenticate, type Ctx, type SignedIn } from '@souk/core'
import type { Admission } from './admit.ts'
import type { CallerNames } from './caller-fields.ts'
import type { Credential } from './credentials.ts'
import type { Incoming } from './files/incoming.ts'
import type { Spool } from './files/spool.ts'
import type { Quota, RateLimiter } from './rate-limit.ts'
import type { Seats } from './seats.ts'
import type { SessionChange } from './session-cookie.ts'

/** What a door knows of a request before anything has been decided. */
export interface ApiContext {
  /** The core context, for whoever the request turns out to come from. */
  readonly core: Omit<Ctx, 'actor'>
  readonly credential: Credential | undefined
  /** A browser says that a page of another site is asking. */
  readonly foreignSite: boolean
  readonly idempotencyKey: string | undefined
  /** Where files stand while they come in; without it none can. */
  readonly spool?: Spool | undefined
  /** The form that comes with a call that takes a file. */
  readonly incoming?: Incoming | undefined
  /** Names given beside the input of a mutation, in the request's words: only the caller's own will do. */
  readonly names?: CallerNames | undefined
  /** The client came by HTTPS, as far as proxies can be believed. */
  readonly secure: boolean
  readonly limiter: RateLimiter
  /** How the call fared at its door, where that has looked before it read the body. */
  readonly admission?: Admission | undefined
  /** The same of each call of a batch. */
  readonly admissions?: readonly Admission[] | undefined
  readonly requestId: string
  /** Told of every fault of ours, with what really happened. */
  readonly report: (error: unknown) => void
  /** Told of events that were handed to a subscription. */
  readonly delivered?: ((events: number) => void) | undefined
  /** On a socket, shared by its calls: its subscriptions. */
  readonly socket?: Seats | undefined
  /** Filled in on the way, for the door to tell the client. */
  readonly outcome: { replayed?: boolean; quota?: Quota; session?: SessionChange }
}

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** Whether nobody needs to be looked up: no credential counts, or there is none and none is needed. */
export function isStranger({ credential }: ApiContext, access: Access): boolean {
  return access === 'public' || (access === 'anyone' && !credential)
}

/**
 * Who the request comes from, as far as its procedure wants to know.
 * @throws AUTHENTICATION_REQUIRED, INVALID_TOKEN, TWO_FACTOR_REQUIRED, FORBIDDEN
 */
export async function identify(ctx: ApiContext, access: Access, kind: Kind): Promise<Actor> {
  if (isStranger(ctx, access)) return ANONYMOUS
  const actor = ctx.credential ? await actorOf(ctx, ctx.credential, access, kind) : ANONYMOUS
  if (access === 'anyone') return actor
  if (actor.kind === 'anonymous') {
    throw new SoukError('AUTHENTICATION_REQUIRED', 'Authentication required')
  }
  if (access === 'staff' && actor.kind !== 'staff') {
    throw new SoukError('FORBIDDEN', 'Only staff may do this')
  }
  return actor
}

async function actorOf(
  ctx: ApiContext,
  credential: Credential,
  access: Access,
  kind: Kind,
): Promise<Actor> {
  const byCookie = credential.carrier === 'cookie'
  // What staff read is written down as read by them: a link elsewhere must not have them read it.
  if (byCookie && ctx.foreignSite && (kind === 'mutation' || access === 'staff')) {
    throw new SoukError('FORBIDDEN', 'A session cookie is not accepted from another site')
  }
  try {
    const actor = await authenticate({ ...ctx.core, actor: ANONYMOUS }, credential.token)
    if (!actor.isUnverified || access === 'unverified') return actor
    const verified = await sessionBeside(ctx, actor, credential)
    if (verified) return verified
    throw new SoukError('TWO_FACTOR_REQUIRED', 'Two-factor authentication required: verify a code')
  } catch (error) {
    // A stale cookie sent along unasked must not lock its owner out of what anyone may see.
    const stale = byCookie && access === 'anyone'
    if (stale && error instanceof SoukError && error.code === 'INVALID_TOKEN') return ANONYMOUS
    throw error
  }
}

/**
 * The session that a code has opened for whoever shows their account's token: pages of document 3 go on
 * sending the token, and their browser the cookie.
 */
async function sessionBeside(
  ctx: ApiContext,
  { userId }: SignedIn,
  { cookie }: Credential,
): Promise<SignedIn | undefined> {
  if (cookie === undefined) return undefined
  const anonymous = { ...ctx.core, actor: ANONYMOUS }
  const found = await authenticate(anonymous, cookie).catch(unlessInvalid)
  return found?.userId === userId && !found.isUnverified ? found : undefined
}

function unlessInvalid(error: unknown): undefined {
  if (error instanceof SoukError && error.code === 'INVALID_TOKEN') return undefined
  throw error
}
