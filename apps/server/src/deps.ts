import type { ContextDeps, RateLimiter, Spool } from '@souk/api'
import { SoukError } from '@souk/contract'
import {
  type Bus,
  type Ctx,
  createServices,
  derivedAddresses,
  mails,
  type Outside,
} from '@souk/core'
import { type Database, isUnavailable } from '@souk/database'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { secretKey } from './config/secret-key.ts'
import type { Metrics } from './metrics.ts'

/** What every verb of a process shares, whoever calls it. */
export type CoreDeps = Omit<Ctx, 'actor' | 'address' | 'db'>

export async function createCoreDeps(
  config: Config,
  database: Database,
  bus: Bus,
  outside: Outside,
  clock = () => new Date(),
): Promise<CoreDeps> {
  const key = await secretKey(config)
  const { BTC_XPUB: btcXpub, sandbox } = config
  const chains = outside.chains ?? derivedAddresses({ btcXpub, sandbox, secretKey: key })
  return {
    bus,
    clock,
    origin: config.PUBLIC_URL,
    ...createServices(database, clock, { ...outside, chains, mails }),
    settings: {
      secretKey: key,
      sandbox,
      emailVerification: config.emailVerification,
      feePercent: config.FEE_PERCENT,
      secondApprovalAbove: config.SECOND_APPROVAL_ABOVE,
      dealCaps: config.dealCaps,
      ratingMinimum: config.RATING_MINIMUM,
    },
  }
}

/** The context of something that Souk does by itself. */
export function systemContext(deps: CoreDeps, database: Database): Ctx {
  return { ...deps, actor: { kind: 'system' }, address: 'system', db: database.db() }
}

/** What the doors need beyond core. */
export interface DoorDeps {
  readonly config: Config
  readonly database: Database
  readonly limiter: RateLimiter
  readonly spool: Spool
  readonly log: Logger
  readonly metrics: Metrics
}

/** What all requests of a process share. */
export function createDeps(
  core: CoreDeps,
  { config, database, limiter, spool, log, metrics }: DoorDeps,
): ContextDeps {
  return {
    ...core,
    database,
    limiter,
    spool,
    allowedOrigins: config.CORS_ORIGINS,
    delivered: metrics.delivered,
    report(error, requestId) {
      const line = { err: error, requestId }
      if (error instanceof SoukError) log.warn(line, 'too much to do at once')
      else if (isUnavailable(error)) log.warn(line, 'database unavailable')
      else log.error(line, 'unexpected error')
    },
  }
}
