import type { Operation, OperationResultEnvelope } from '@trpc/client'
import type { Observable, Observer, Unsubscribable } from '@trpc/server/observable'
import { type CallError, clientError, isSoukError } from '../errors.ts'
import { pause, type RetryPolicy, retryDelay } from '../retry.ts'
import type { Socket } from './socket.ts'

export type Envelope = OperationResultEnvelope<unknown, CallError>

export interface FollowOptions {
  readonly op: Operation
  readonly observer: Observer<Envelope, CallError>
  readonly subscribe: (op: Operation) => Observable<Envelope, CallError>
  readonly socket: Socket
  readonly retry: RetryPolicy
}

/** Failures further apart than this have nothing to do with each other. */
const CALM_AFTER = 60_000

/** Ids on the socket: an answer to an abandoned subscription must not reach its successor. */
let nextId = 1

/**
 * Follows one stream of events through everything that may happen to it. tRPC itself resumes it
 * when a socket is lost; this begins it again, after the last event, when it was refused for a
 * reason that can pass.
 * @returns how to stop
 */
export function follow(options: FollowOptions): () => void {
  const { op, observer, subscribe, socket, retry } = options
  const stop = new AbortController()
  let inner: Unsubscribable | undefined
  let started: Envelope | undefined
  let lastId = lastEventIdOf(op.input)
  let attempt = 1
  let failedAt = Number.NEGATIVE_INFINITY

  function start(): void {
    const wait = socket.pausedFor()
    if (wait > 0) void pause(wait, stop.signal).then(begin, () => {})
    else begin()
  }

  function begin(): void {
    const input = { ...Object(op.input), ...(lastId !== undefined && { lastEventId: lastId }) }
    const request = { ...op, id: nextId++, input, signal: null }
    inner = subscribe(request).subscribe({
      next: onEnvelope,
      error: (error) => void recover(error).catch(fail),
      complete: () => observer.complete(),
    })
  }

  function onEnvelope(envelope: Envelope): void {
    const { result } = envelope
    if (result.type === 'data') onEvent(envelope, result)
    // Until Souk has said where the stream begins, it is not certain what it will tell.
    else if (result.type === 'started' && lastId === undefined) started = envelope
    else observer.next(envelope)
  }

  function onEvent(envelope: Envelope, { id, data }: { id?: string; data: unknown }): void {
    // A socket on its way out may still deliver what its successor has delivered already.
    if (lastId !== undefined && Number(id) <= Number(lastId)) return
    lastId = id
    if (started) observer.next(started)
    started = undefined
    if (!isBeginning(data)) observer.next(envelope)
  }

  /** @throws what cannot be recovered from */
  async function recover(error: CallError): Promise<void> {
    if (isSoukError(error, 'INVALID_TOKEN')) {
      await socket.renew(error)
    } else {
      const delay = delayAfter(error)
      if (delay === undefined) throw error
      await pause(delay, stop.signal)
    }
    if (!stop.signal.aborted) start()
  }

  function delayAfter(error: CallError): number | undefined {
    // Not Souk's words: the socket was lost at the moment of sending, which tRPC gives up on.
    if (!error.shape) return socket.isOpen ? undefined : socket.delay()
    if (performance.now() - failedAt > CALM_AFTER) attempt = 1
    failedAt = performance.now()
    return retryDelay(error, attempt++, retry)
  }

  function fail(error: unknown): void {
    if (!stop.signal.aborted) observer.error(clientError(error))
  }

  start()
  return () => {
    stop.abort()
    inner?.unsubscribe()
  }
}

function lastEventIdOf(input: unknown): string | undefined {
  return (input as { lastEventId?: string } | undefined)?.lastEventId
}

/** Where a stream begins, which Souk says once to those who have not asked for a place in it. */
function isBeginning(data: unknown): boolean {
  return (data as { data?: unknown }).data === null
}
