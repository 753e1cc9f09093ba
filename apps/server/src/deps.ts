import type { ContextDeps } from '@souk/api'
import { type Bus, type Ctx, createLoginGuard } from '@souk/core'
import type { Database } from '@souk/database'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { secretKey } from './config/secret-key.ts'

export interface DepsOptions {
  readonly config: Config
  readonly database: Database
  readonly log: Logger
  readonly bus: Bus
  readonly clock?: (() => Date) | undefined
}

/** What all requests of a process share. */
export async function createDeps(options: DepsOptions): Promise<ContextDeps> {
  const { config, database, log, bus, clock } = options
  return {
    database,
    bus,
    clock: clock ?? (() => new Date()),
    loginGuard: createLoginGuard(database),
    settings: {
      secretKey: await secretKey(config),
      sandbox: config.sandbox,
      feePercent: config.FEE_PERCENT,
    },
    allowedOrigins: config.CORS_ORIGINS,
    report: (error, requestId) => log.error({ err: error, requestId }, 'unexpected error'),
  }
}

/** The context of something that Souk does by itself. */
export function systemContext({ database, ...deps }: ContextDeps): Ctx {
  return { ...deps, actor: { kind: 'system' }, address: 'system', db: database.db() }
}
