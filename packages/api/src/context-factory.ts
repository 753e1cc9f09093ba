import type { Ctx } from '@souk/core'
import type { Database } from '@souk/database'
import type { ApiContext } from './context.ts'
import { type Carriers, findCredential, isForeignSite } from './credentials.ts'
import type { Spool } from './files/spool.ts'
import type { RateLimiter } from './rate-limit.ts'

/** What every request of the process shares. */
export interface ContextDeps extends Omit<Ctx, 'actor' | 'address' | 'db'> {
  readonly database: Database
  readonly limiter: RateLimiter
  readonly allowedOrigins: readonly string[]
  readonly spool: Spool
  readonly delivered?: ((events: number) => void) | undefined
  readonly report: (error: unknown, requestId: string) => void
}

export interface RequestInfo extends Carriers {
  /** The client's address, as far as proxies can be believed. */
  readonly address: string
  /** Whether the client came by HTTPS, as far as proxies can be believed. */
  readonly secure: boolean
  /** How the client has reached Souk, as far as proxies can be believed: `https://souk.example`. */
  readonly origin: string | undefined
}

const REQUEST_ID = /^[\w.-]{8,64}$/

/** How the context of one request is made from what its headers say. */
export function contextMaker(deps: ContextDeps): (request: RequestInfo) => ApiContext {
  const { database, limiter, allowedOrigins, spool, delivered, report, ...shared } = deps
  return (request) => {
    const given = request.header('x-request-id') ?? ''
    const requestId = REQUEST_ID.test(given) ? given : crypto.randomUUID()
    return {
      core: {
        ...shared,
        origin: shared.origin ?? request.origin,
        address: request.address,
        db: database.db(),
      },
      credential: findCredential(request),
      foreignSite: isForeignSite(request, allowedOrigins),
      idempotencyKey: request.header('idempotency-key') ?? undefined,
      spool,
      limiter,
      delivered,
      secure: request.secure,
      requestId,
      report: (error) => report(error, requestId),
      outcome: {},
    }
  }
}
