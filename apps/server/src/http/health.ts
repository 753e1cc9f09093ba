import type { Database } from '@souk/database'
import { Hono } from 'hono'

export interface HealthOptions {
  readonly database: Database
  /** How Redis is, where there is one. */
  readonly redis: (() => 'ok' | 'unreachable') | undefined
}

/**
 * `/health/live`: the process answers. `/health/ready`: it can do its work; without Redis it still
 * can, only other processes hear of events later, so that is `degraded` and not an error.
 */
export function health({ database, redis }: HealthOptions): Hono {
  const app = new Hono()
  app.get('/live', (c) => c.json({ status: 'ok' }))
  app.get('/ready', async (c) => {
    const redisState = redis?.()
    const parts = redisState === undefined ? {} : { redis: redisState }
    try {
      await database.ping()
    } catch {
      return c.json({ status: 'unavailable', database: 'unreachable', ...parts }, 503)
    }
    const status = redisState === 'unreachable' ? 'degraded' : 'ok'
    return c.json({ status, database: 'ok', ...parts })
  })
  return app
}
