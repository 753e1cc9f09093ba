import { test } from 'vitest'
import { connectDatabase, statement, isUnavailable, sqlState } from './index.ts'
import { createTestDatabase } from './testing.ts'
process.on('uncaughtException', (e) => console.log('UNCAUGHT', e.message))
test('x', async () => {
  const t = await createTestDatabase()
  const a = await connectDatabase({ url: t.url, entities: [], migrations: [] })
  const b = await connectDatabase({ url: t.url, entities: [], migrations: [] })
  const pidOf = statement<{ pid: number }>('pid', 'select pg_backend_pid() as pid')
  const kill = statement<object>('kill', 'select pg_terminate_backend($1)')
  for (const idle of [true, false]) {
    const e: any = await a.db().transaction(async (tx) => {
      const [r] = await tx.query(pidOf, [])
      await b.db().query(kill, [r!.pid])
      if (idle) await new Promise((r) => setTimeout(r, 100))
      await tx.query(pidOf, [])
    }).catch((e: unknown) => e)
    console.log(idle, e.message, e.constructor.name, String(e.cause), sqlState(e), isUnavailable(e), a.pool.totalCount, a.pool.idleCount)
  }
  console.log(await a.db().query(pidOf, []))
  console.log(a.pool.totalCount, a.pool.idleCount)
  await Promise.race([a.close(), new Promise(r => setTimeout(r, 2000))]); await b.close(); await t.drop()
})
