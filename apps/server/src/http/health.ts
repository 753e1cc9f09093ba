import type { Database } from '@souk/database'
import { Hono } from 'hono'
import { jsonAnswer, onlyGet } from './answers.ts'

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
  app.on('GET', ['/live', '/live/'], () => jsonAnswer(200, { status: 'ok' }))
  app.on('GET', ['/ready', '/ready/'], async () => {
    const redisState = redis?.()
    const parts = redisState === undefined ? {} : { redis: redisState }
    try {
      await within(PATIENCE, database.ping())
    } catch {
      return jsonAnswer(503, { status: 'unavailable', database: 'unreachable', ...parts })
    }
    const status = redisState === 'unreachable' ? 'degraded' : 'ok'
    return jsonAnswer(200, { status, database: 'ok', ...parts })
  })
  for (const path of ['/live', '/live/', '/ready', '/ready/']) app.all(path, onlyGet)
  return app
}

/** Milliseconds a database may take to say that it is there. */
const PATIENCE = 2000

/** Gives up on what takes too long: whoever asks for our health has not all day either. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), milliseconds)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
