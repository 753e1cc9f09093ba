import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { Credentials } from '../credentials.ts'
import { type CallError, clientError } from '../errors.ts'
import type { WebSocketClass } from '../options.ts'
import type { RetryPolicy } from '../retry.ts'
import type { AppRouter } from '../router.ts'
import { type Envelope, follow } from './follow.ts'
import { createSocket, type Socket } from './socket.ts'

export interface SubscriptionOptions {
  readonly url: string
  readonly WebSocket: WebSocketClass | undefined
  readonly credentials: Credentials
  readonly retry: RetryPolicy
}

export interface Subscriptions {
  readonly link: TRPCLink<AppRouter>
  /** Ends all subscriptions and closes their socket. */
  close(): Promise<void>
}

/** All subscriptions of a client, on one socket that is opened with the first of them. */
export function createSubscriptions(options: SubscriptionOptions): Subscriptions {
  const { retry } = options
  const running = new Set<(error: CallError) => void>()
  let socket: Socket | undefined

  function open(): Socket {
    socket ??= createSocket({
      ...options,
      WebSocket: webSocketOf(options),
      isWanted: () => running.size > 0,
      onRefused: (error) => {
        for (const fail of [...running]) fail(error)
      },
    })
    return socket
  }

  const link: TRPCLink<AppRouter> =
    (runtime) =>
    ({ op, next }) =>
      observable<Envelope, CallError>((observer) => {
        const { signal } = op
        if (signal?.aborted) return observer.complete()
        let opened: Socket
        try {
          opened = open()
        } catch (error) {
          return observer.error(clientError(error))
        }
        const send = opened.link(runtime)
        running.add(observer.error)
        signal?.addEventListener('abort', observer.complete)
        const stop = follow({
          op,
          observer,
          subscribe: (op) => send({ op, next }),
          socket: opened,
          retry,
        })
        return () => {
          running.delete(observer.error)
          signal?.removeEventListener('abort', observer.complete)
          stop()
        }
      })

  return { link, close: async () => socket?.close() }
}

function webSocketOf({ WebSocket = globalThis.WebSocket }: SubscriptionOptions): WebSocketClass {
  if (WebSocket) return WebSocket
  throw new Error(
    'Subscriptions need a WebSocket, and there is no global one here (Node has one from version 22): pass one, such as that of the `ws` package, as createClient({ WebSocket })',
  )
}
