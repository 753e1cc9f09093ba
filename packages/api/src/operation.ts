import { type ErrorCode, fileFieldOf, type Procedure, type SoukError } from '@souk/contract'
import {
  type Ctx,
  type LooseVerb,
  type MakeRoom,
  type Prepared,
  runOnce,
  type Watched,
} from '@souk/core'
import type { z } from 'zod'
import { admit, admitted } from './admit.ts'
import { asOfToday } from './as-of-today.ts'
import { callerFieldsOf, namesIn, refuseOtherNames } from './caller-fields.ts'
import type { ApiContext } from './context.ts'
import { toSoukError } from './errors.ts'
import { type Taking, withFile } from './files/with-file.ts'
import { checkedKey } from './idempotency-key.ts'
import { subscriptionOf, takeSeat } from './seats.ts'
import { validated } from './validated.ts'

/**
 * A procedure of the contract, ready to be called by any door: access, then room for a file, then input, then the
 * names in it, then the verb, then its output are checked, always in this order and nowhere else.
 */
export interface Operation {
  /** The dotted path in the contract. */
  readonly path: string
  readonly declared: Procedure
  /**
   * Runs a query or a mutation, and writes its answer: both are one turn of the caller's.
   * @throws SoukError, and nothing else
   */
  call<Answer = unknown>(
    ctx: ApiContext,
    input: unknown,
    write?: (result: unknown) => Answer,
  ): Promise<Answer>
  /** Runs a subscription. @throws SoukError, and nothing else */
  stream(ctx: ApiContext, input: unknown, signal: AbortSignal): AsyncIterable<Watched<unknown>>
}

export function createOperation(
  path: string,
  declared: Procedure,
  implementation: LooseVerb,
): Operation {
  // The contract has checked its types, and parses what it is given.
  const verb = implementation as (ctx: Ctx, input: unknown, signal: AbortSignal) => unknown
  const prepare = implementation.prepare as Prepared<unknown, unknown>['prepare'] | undefined
  const { access, kind, quota, output, secret: isSecret = false } = declared
  const named = callerFieldsOf(declared.input)
  const parse = parserOf(declared.input)
  const taking = takingOf(path, declared, implementation.makeRoom)
  const never = new AbortController().signal

  async function perform<Answer>(
    ctx: ApiContext,
    given: unknown,
    write: (result: unknown) => Answer,
  ): Promise<Answer> {
    const actor = await admitted(ctx, access, kind, quota)
    const verbCtx: Ctx = { ...ctx.core, actor }
    const answered = (result: unknown) => {
      const shown = output.parse(result)
      noteSession(ctx, declared, shown)
      return write(shown)
    }
    if (!taking) return performAs(verbCtx, ctx, given, answered)
    return withFile(ctx, verbCtx, taking, (file) => {
      return performAs(verbCtx, ctx, { ...(given as object), [taking.field]: file }, answered)
    })
  }

  async function performAs<Answer>(
    verbCtx: Ctx,
    ctx: ApiContext,
    given: unknown,
    answered: (result: unknown) => Answer,
  ): Promise<Answer> {
    const { actor } = verbCtx
    const input = parse(given)
    if (kind === 'query') return inTurn(verbCtx, input, answered)
    if (access !== 'public') refuseOtherNames(actor, { ...namesIn(input, named), ...ctx.names })
    const key = checkedKey(ctx.idempotencyKey)
    if (key === undefined) return inTurn(verbCtx, input, answered)
    const request = `${path} ${JSON.stringify(input)}`
    const work = prepare
      ? { prepare: (ctx: Ctx) => prepare(ctx, input) }
      : async (tx: Ctx) => verb(tx, input, never)
    const { answer, replayed } = await runOnce(verbCtx, { key, request, isSecret }, work)
    ctx.outcome.replayed = replayed
    return answered(answer)
  }

  /**
   * Those of one user wait for each other, for they may all want the same row; and those from one address,
   * whoever makes them, for they may all be one person's. What prepares a call uses no connection, and
   * has turns of its own.
   */
  function inTurn<Answer>(
    ctx: Ctx,
    input: unknown,
    write: (result: unknown) => Answer,
  ): Promise<Answer> {
    const { actor, calls, addresses, address } = ctx
    const caller = 'userId' in actor ? `user:${actor.userId}` : ''
    const make = async () => {
      const finish = prepare ? await prepare(ctx, input) : async () => verb(ctx, input, never)
      return addresses.run(address, caller, async () => write(await finish(ctx)))
    }
    return caller === '' ? make() : calls.run(caller, make)
  }

  /** An event that this version cannot tell is passed over, and does not end the stream. */
  function inTodaysWords(watched: Watched<unknown>): Watched<unknown> {
    const { id, event } = watched
    if (event === undefined) return watched
    try {
      return { id, event: asOfToday(output, event) }
    } catch (fault) {
      return { id, event: undefined, fault }
    }
  }

  return {
    path,
    declared,
    async call<Answer>(ctx: ApiContext, input: unknown, write?: (result: unknown) => Answer) {
      try {
        return await perform(ctx, input, write ?? asItIs<Answer>)
      } catch (thrown) {
        throw refusal(ctx, thrown)
      }
    },
    async *stream(ctx, given, signal) {
      let leave = () => {}
      try {
        const actor = await admit(ctx, access, kind, quota)
        const input = parse(given)
        leave = takeSeat(ctx, actor, subscriptionOf(path, input), signal)
        const watched = verb({ ...ctx.core, actor }, input, signal)
        for await (const logged of watched as AsyncIterable<Watched<unknown>>) {
          const { id, event, fault } = inTodaysWords(logged)
          if (fault !== undefined) ctx.report(fault)
          yield { id, event }
          if (event !== undefined) ctx.delivered?.(1)
        }
      } catch (thrown) {
        throw refusal(ctx, thrown)
      } finally {
        leave()
      }
    },
  }
}

/** Whoever says nothing of how an answer is written takes it for what it is. */
const asItIs = <Answer>(result: unknown) => result as Answer

/** How a procedure takes its file, if it takes one. */
function takingOf(
  path: string,
  declared: Procedure,
  makeRoom: MakeRoom | undefined,
): Taking | undefined {
  const field = fileFieldOf(declared)
  if (field === undefined) return undefined
  if (!makeRoom) throw new Error(`${path} takes a file, and its verb makes no room for it`)
  return { field, makeRoom }
}

/** The input as its schema takes it; nothing at all will do where nothing is required. */
function parserOf(schema: z.ZodType): (given: unknown) => unknown {
  const nothingRequired = schema.safeParse({}).success
  return (given) => validated(schema, given === undefined && nothingRequired ? {} : given)
}

/** How a result names the session that it has opened, if it has. */
interface SessionShown {
  readonly session?: string
  readonly sessionToken?: string | undefined
  readonly sessionExpiresIn?: number
}

/** Tells the doors what becomes of the browser's cookie. */
function noteSession(ctx: ApiContext, { session }: Procedure, result: unknown): void {
  if (session === 'ends') ctx.outcome.session = 'ended'
  if (session === undefined || session === 'ends') return
  const { session: token, sessionToken = token, sessionExpiresIn } = result as SessionShown
  if (sessionToken) ctx.outcome.session = { opened: sessionToken, seconds: sessionExpiresIn }
}

/** Not the caller's doing, so somebody should read of it in the log. */
const OURS: ReadonlySet<ErrorCode> = new Set(['INTERNAL_ERROR', 'UNAVAILABLE'])

/** What was thrown as one of our errors; the faults of ours among them are reported. */
function refusal(ctx: ApiContext, thrown: unknown): SoukError {
  const error = toSoukError(thrown)
  if (OURS.has(error.code)) ctx.report(error.cause ?? error)
  return error
}
