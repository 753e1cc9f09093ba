import type { Operation, OperationResultEnvelope, TRPCLink } from '@trpc/client'
import { type Observable, observable } from '@trpc/server/observable'
import type { Credential, Credentials } from '../credentials.ts'
import { type CallError, clientError, isSoukError } from '../errors.ts'
import { PUBLIC_PROCEDURES } from '../public-procedures.ts'
import { renewOr } from '../renew-or.ts'
import { pause, type RetryPolicy, retryDelay } from '../retry.ts'
import type { AppRouter } from '../router.ts'
import { withCredential, withIdempotencyKey } from './call-context.ts'
import { formOf } from './form-of.ts'

type Envelope = OperationResultEnvelope<unknown, CallError>
type Send = (op: Operation) => Observable<Envelope, CallError>

export interface CallOptions {
  readonly credentials: Credentials
  readonly retry: RetryPolicy
}

/**
 * Sees a query or a mutation through: with the present token, once more with a new one when that
 * is refused, and again after a wait when Souk was out of reach or busy.
 */
export function callLink(options: CallOptions): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const stop = new AbortController()
        const abort = () => stop.abort(op.signal?.reason)
        if (op.signal?.aborted) abort()
        else op.signal?.addEventListener('abort', abort)
        const call = {
          ...op,
          // tRPC's server does not take an empty body for an input that was left out.
          input: op.input ?? {},
          context: withIdempotencyKey(op),
          signal: stop.signal,
        }
        unlessStopped(seeThrough(call, next, options), stop.signal).then(
          (envelope) => {
            observer.next(envelope)
            observer.complete()
          },
          (error: unknown) => observer.error(clientError(error)),
        )
        return () => {
          op.signal?.removeEventListener('abort', abort)
          stop.abort()
        }
      })
}

/** An operation that can be stopped. */
type Call = Operation & { readonly signal: AbortSignal }

async function seeThrough(call: Call, send: Send, options: CallOptions): Promise<Envelope> {
  const { credentials, retry } = options
  const isPublic = PUBLIC_PROCEDURES.includes(call.path)
  let mayRenew = !isPublic
  for (let attempt = 1; ; ) {
    const credential = isPublic ? undefined : await credentials.current()
    call.signal.throwIfAborted()
    try {
      return await attemptOf(call, credential, send)
    } catch (error) {
      call.signal.throwIfAborted()
      if (credential && mayRenew && isSoukError(error, 'INVALID_TOKEN')) {
        mayRenew = false
        await renewOr(error, credential, credentials)
        continue
      }
      const delay = retryDelay(error, attempt, retry)
      if (delay === undefined) throw error
      await pause(delay, call.signal)
      attempt += 1
    }
  }
}

function attemptOf(call: Call, credential: Credential | undefined, send: Send): Promise<Envelope> {
  const { context } = call
  const op = {
    ...call,
    input: formOf(call.input) ?? call.input,
    context: credential ? withCredential(context, credential) : context,
  }
  return new Promise((resolve, reject) => {
    const sent = send(op).subscribe({ next: resolve, error: reject })
    call.signal.addEventListener('abort', () => sent.unsubscribe(), { once: true })
  })
}

/** Lets nobody wait for an answer that is no longer wanted. */
function unlessStopped<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    answer.then(resolve, reject)
  })
}
