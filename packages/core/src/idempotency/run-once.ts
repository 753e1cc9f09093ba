import { SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewerId } from '../context.ts'
import { type Finish, OUTSIDE_CLOSED } from '../prepared.ts'
import { fingerprintOf, seal, unseal } from './seal.ts'

/** Hours for which a key gives the first answer again. */
export const KEY_HOURS = 24

const claimKey = statement<{ key: string }>(
  'idempotency-claim',
  `insert into idempotency_keys as k (scope, key, fingerprint, created_at) values ($1, $2, $3, $4)
   on conflict (scope, key) do update
      set fingerprint = excluded.fingerprint, answer = null, created_at = excluded.created_at
    where k.created_at <= $5
   returning key`,
)

interface KeyRow {
  readonly fingerprint: Buffer
  readonly answer: Buffer
}

const readKey = statement<KeyRow>(
  'idempotency-read',
  `select fingerprint, answer from idempotency_keys
    where scope = $1 and key = $2 and created_at > $3`,
)

const storeAnswer = statement<object>(
  'idempotency-store',
  'update idempotency_keys set answer = $3 where scope = $1 and key = $2',
)

export interface KeyedRequest {
  readonly key: string
  /** Procedure and input, as text: the same text is the same request. */
  readonly request: string
  /** The answer holds a secret, and the request none: it is sealed under the key itself. */
  readonly isSecret?: boolean
}

/** What is done under a key; or how it is prepared, which may be slow and holds no connection. */
export type KeyedWork<T> = Finish<T> | { readonly prepare: (ctx: Ctx) => Promise<Finish<T>> }

interface Outcome<T> {
  readonly answer: T
  readonly replayed: boolean
}

/**
 * Runs `work` under an Idempotency-Key: the first request does the work, every later one with the
 * same key gets the same answer. A concurrent duplicate waits for the first, in memory; on another
 * process, on the key's row until the first commits. Work that is refused rolls back, and its key
 * with it.
 * @throws IDEMPOTENCY_KEY_REUSED when the key was used for a different request; RATE_LIMITED
 */
export function runOnce<T>(ctx: Ctx, keyed: KeyedRequest, work: KeyedWork<T>): Promise<Outcome<T>> {
  const caller = { scope: scopeOf(ctx), address: ctx.address }
  const use = keyUse(ctx, caller.scope, keyed)
  return ctx.keyedCalls.inTurn(caller, keyed.key, async () => {
    const [first] = await ctx.db.query(readKey, use.current)
    if (first) return replay(ctx, use, first)
    const finish = 'prepare' in work ? await work.prepare(ctx) : work
    return ctx.keyedCalls.writing(caller, () => doOnce(ctx, use, finish))
  })
}

/** Whether a caller's key has been used, for whatever it was, and counts still. */
export async function isKeyUsed(ctx: Ctx, key: string): Promise<boolean> {
  const { current } = keyUse(ctx, scopeOf(ctx), { key, request: '' })
  return (await ctx.db.query(readKey, current)).length > 0
}

/** A key in somebody's hand. */
interface KeyUse {
  /** What the answer is sealed under. */
  readonly sealedBy: string
  readonly fingerprint: Buffer
  readonly now: Date
  /** The values that find the key unless it has expired. */
  readonly current: readonly [scope: string, key: string, expired: Date]
}

function keyUse(ctx: Ctx, scope: string, keyed: KeyedRequest): KeyUse {
  const { request, isSecret = false } = keyed
  // What an answer is sealed under must not stand beside it.
  const key = isSecret ? `sha256:${fingerprintOf(keyed.key).toString('hex')}` : keyed.key
  const sealedBy = isSecret ? `${request} ${keyed.key}` : request
  const now = ctx.clock()
  const expired = new Date(now.getTime() - KEY_HOURS * 3_600_000)
  return { sealedBy, fingerprint: fingerprintOf(request), now, current: [scope, key, expired] }
}

/** Key, work and answer in one transaction, unless another process has come first. */
function doOnce<T>(ctx: Ctx, use: KeyUse, finish: Finish<T>): Promise<Outcome<T>> {
  const { sealedBy, fingerprint, now, current } = use
  const [scope, key, expired] = current
  return ctx.db.transaction(async (db) => {
    const [claimed] = await db.query(claimKey, [scope, key, fingerprint, now, expired])
    if (!claimed) {
      const [first] = await db.query(readKey, current)
      return replay<T>(ctx, use, first)
    }
    const answer = await finish({ ...ctx, ...OUTSIDE_CLOSED, db })
    const sealed = seal(ctx.settings, sealedBy, JSON.stringify(answer))
    await db.query(storeAnswer, [scope, key, sealed])
    return { answer, replayed: false }
  })
}

const replay = <T>(ctx: Ctx, { sealedBy, fingerprint }: KeyUse, first: KeyRow | undefined) => ({
  answer: firstAnswer<T>(ctx, sealedBy, fingerprint, first),
  replayed: true,
})

function firstAnswer<T>(
  ctx: Ctx,
  sealedBy: string,
  fingerprint: Buffer,
  first: KeyRow | undefined,
): T {
  if (!first || !fingerprint.equals(first.fingerprint)) {
    throw new SoukError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was already used for another request',
    )
  }
  try {
    return JSON.parse(unseal(ctx.settings, sealedBy, first.answer))
  } catch (cause) {
    // Sealed under a secret key that has been replaced since. The work was done; not again.
    const message = 'The answer to this Idempotency-Key can no longer be read'
    throw new SoukError('IDEMPOTENCY_KEY_REUSED', message, { cause })
  }
}

/** Keys belong to a user; those of strangers to their address. */
function scopeOf(ctx: Ctx): string {
  const userId = viewerId(ctx)
  return userId === null ? `address:${ctx.address}` : `user:${userId}`
}
