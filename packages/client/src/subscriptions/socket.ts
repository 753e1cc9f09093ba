import { createWSClient, type TRPCLink, wsLink } from '@trpc/client'
import type { Credential, Credentials } from '../credentials.ts'
import { type CallError, refusedToken } from '../errors.ts'
import type { WebSocketClass } from '../options.ts'
import { renewOr } from '../renew-or.ts'
import type { RetryPolicy } from '../retry.ts'
import type { AppRouter } from '../router.ts'
import { createPacer } from './pacer.ts'

/** Souk's close code for a credential that is no longer good. */
const UNAUTHORIZED = 4401
/** A new token that is refused sooner than this was never good. */
const PROVEN_AFTER = 5000
/** Timers are not exact, and tRPC's must come first. */
const TIMER_SLACK = 20
/** What closing may take. */
const CLOSING = 1000
/** How long the socket stays open after its last subscription. */
const IDLE = 1000

export interface SocketOptions {
  readonly url: string
  readonly WebSocket: WebSocketClass
  readonly credentials: Credentials
  readonly retry: RetryPolicy
  /** Whether anybody still wants to hear something. */
  readonly isWanted: () => boolean
  /** Told when the token is refused and there is no other. */
  readonly onRefused: (error: CallError) => void
}

/** The one socket of a client: opened when needed, reopened when lost. */
export interface Socket {
  readonly link: TRPCLink<AppRouter>
  readonly isOpen: boolean
  /** Replaces a token that was refused while the socket was open. @throws the refusal */
  renew(refusal: CallError): Promise<void>
  /** Milliseconds to wait before connecting again. */
  delay(): number
  /** Milliseconds for which tRPC waits already; whoever connects earlier, it would cut off. */
  pausedFor(): number
  close(): Promise<void>
}

export function createSocket(options: SocketOptions): Socket {
  const { url, WebSocket, credentials, retry, isWanted, onRefused } = options
  const pacer = createPacer(retry)
  let credential: Credential | undefined
  let renewal: Promise<void> = Promise.resolve()
  let latest: { token: string | undefined; since: number } | undefined
  let reconnectsAt = 0

  async function renew(refusal: CallError): Promise<void> {
    if (!credential) throw refusal
    const isNew = latest && performance.now() - latest.since < PROVEN_AFTER
    if (isNew && latest?.token === credential.token) throw refusal
    const { token } = await renewOr(refusal, credential, credentials)
    latest = { token, since: performance.now() }
  }

  function onClose(code: number | undefined): void {
    pacer.closed(code)
    if (code !== UNAUTHORIZED || !isWanted()) return
    renewal = renew(refusedToken())
    renewal.catch((error: CallError) => {
      renewal = Promise.resolve()
      onRefused(error)
      void client.close()
    })
  }

  const client = createWSClient({
    // Asked for before each connection, so nothing is opened while the token is being replaced.
    url: async () => {
      await renewal
      credential = await credentials.current()
      return url
    },
    connectionParams: () => (credential?.token === undefined ? null : { token: credential.token }),
    WebSocket: WebSocket as typeof globalThis.WebSocket,
    lazy: { enabled: true, closeMs: IDLE },
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 5000 },
    retryDelayMs() {
      const delay = pacer.delay()
      reconnectsAt = performance.now() + delay + TIMER_SLACK
      return delay
    },
    onOpen: pacer.opened,
    onClose: (event) => onClose(event?.code),
  })

  return {
    link: wsLink({ client }),
    get isOpen() {
      return client.connection?.state === 'open'
    },
    async renew(refusal) {
      const refused = credential
      await renew(refusal)
      // All that is on the socket was opened with the old token, so it is opened anew.
      if (credential === refused) await closed(client.connection?.ws)
    },
    delay: pacer.delay,
    pausedFor: () => Math.max(0, reconnectsAt - performance.now()),
    close: () => client.close(),
  }
}

/** Closes a connection, and waits for that as long as it commonly takes. */
function closed(ws: WebSocket | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (!ws) return resolve()
    ws.addEventListener('close', () => resolve())
    setTimeout(resolve, CLOSING)
    ws.close()
  })
}
