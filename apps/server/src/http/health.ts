import { Hono } from 'hono'
import type { Readiness } from '../readiness.ts'
import { within } from '../within.ts'
import { jsonAnswer, onlyGet } from './answers.ts'

export interface HealthOptions {
  readonly readiness: Readiness
  /** How Redis is, where there is one. */
  readonly redis: (() => 'ok' | 'unreachable') | undefined
}

/**
 * `/health/live`: the process answers. `/health/ready`: it can do its work; without Redis it still
 * can, only other processes hear of events later, so that is `degraded` and not an error.
 */
export function health({ readiness, redis }: HealthOptions): Hono {
  const app = new Hono()
  app.on('GET', ['/live', '/live/'], () => jsonAnswer(200, { status: 'ok' }))
  app.on('GET', ['/ready', '/ready/'], async () => {
    const redisState = redis?.()
    const parts = redisState === undefined ? {} : { redis: redisState }
    const database = await within(PATIENCE, readiness()).catch(() => 'unreachable' as const)
    if (database !== 'ok') return jsonAnswer(503, { status: 'unavailable', database, ...parts })
    const status = redisState === 'unreachable' ? 'degraded' : 'ok'
    return jsonAnswer(200, { status, database, ...parts })
  })
  for (const path of ['/live', '/live/', '/ready', '/ready/']) app.all(path, onlyGet)
  return app
}

/** Milliseconds that this may take: whoever asks for our health has not all day either. */
const PATIENCE = 2000
