import type { Domain } from '../domain.ts'

/** The event log. */
export const events = { sql: new URL('./sql/', import.meta.url) } satisfies Domain
