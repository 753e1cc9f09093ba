import type { Database } from '@souk/database'
import { createLiveSessions, type LiveSessions } from './accounts/live-sessions.ts'
import { createLoginGuard, type LoginGuard } from './accounts/login-guard.ts'
import { type Counts, createCounts } from './counts.ts'

/** What core keeps for the whole process. */
export interface Services {
  readonly loginGuard: LoginGuard
  readonly sessions: LiveSessions
  readonly counts: Counts
}

export function createServices(database: Database, clock: () => Date): Services {
  return {
    loginGuard: createLoginGuard(database),
    sessions: createLiveSessions(database, clock),
    counts: createCounts(clock),
  }
}
