import type { Database } from '@souk/database'
import { Hono } from 'hono'

/** `/health/live`: the process answers. `/health/ready`: it can do its work. */
export function health(database: Database): Hono {
  const app = new Hono()
  app.get('/live', (c) => c.json({ status: 'ok' }))
  app.get('/ready', async (c) => {
    try {
      await database.ping()
      return c.json({ status: 'ok', database: 'ok' })
    } catch {
      return c.json({ status: 'unavailable', database: 'unreachable' }, 503)
    }
  })
  return app
}
