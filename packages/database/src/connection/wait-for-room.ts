import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { sqlState } from '../retry.ts'

/** The server has no connection left: for our role, for this database, or at all. */
const TOO_MANY = '53300'

/** Milliseconds for which somebody waits for a connection. */
const PATIENCE = 10_000
/** Milliseconds until a pool without any connection asks for one again. */
const AGAIN = 100
/** Milliseconds until a pool tries whether it may be larger again. */
const GROW = 30_000

type Got = (error: Error | undefined, client?: PoolClient, done?: () => void) => void

/**
 * Lets a pool live with fewer connections than it would like. Where the server refuses another, it is
 * as large as what it has, and whoever wanted one waits for one of those.
 */
export function waitForRoom(pool: Pool): void {
  const connect: () => Promise<PoolClient> = pool.connect.bind(pool)
  const most = pool.options.max
  let willGrow = false

  function shrink(): void {
    pool.options.max = Math.max(1, pool.totalCount)
    if (willGrow) return
    willGrow = true
    const grow = () => {
      willGrow = false
      pool.options.max = most
    }
    setTimeout(grow, GROW).unref()
  }

  async function connectPatiently(): Promise<PoolClient> {
    const deadline = performance.now() + PATIENCE
    for (;;) {
      try {
        return await connect()
      } catch (error) {
        if (sqlState(error) !== TOO_MANY || performance.now() >= deadline) throw error
        shrink()
        if (pool.totalCount === 0) await pause(AGAIN)
      }
    }
  }

  const either = (got?: Got) => {
    const client = connectPatiently()
    if (!got) return client
    client.then((free) => got(undefined, free, free.release), got)
  }
  pool.connect = either as Pool['connect']
}
