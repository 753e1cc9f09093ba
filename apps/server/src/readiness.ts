import type { Ctx } from '@souk/core'
import { type Database, sqlState } from '@souk/database'

/** How the database is; everybody who asks at about the same time shares one look. */
export type Readiness = () => Promise<'ok' | 'unreachable' | 'unwritable' | 'refused'>

/** A session that nobody has. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Disk full, and read-only, as after a failover: it answers, and takes nothing. */
const UNWRITABLE = new Set(['53100', '25006'])

/** It does not let us in, or not at our tables. */
const REFUSED = new Set(['28000', '28P01', '42501'])

/**
 * Looks by the way that requests take: whose session it is, through the same queue and the same
 * connections; and whether anything can be written.
 */
export function createReadiness(sessions: Ctx['sessions'], database: Database): Readiness {
  let looking: ReturnType<Readiness> | undefined
  const look: Readiness = async () => {
    try {
      await Promise.all([sessions.byId(NOBODY), database.tryWriting()])
      return 'ok'
    } catch (error) {
      const state = sqlState(error) ?? ''
      if (REFUSED.has(state)) return 'refused'
      return UNWRITABLE.has(state) ? 'unwritable' : 'unreachable'
    }
  }
  return () => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}
