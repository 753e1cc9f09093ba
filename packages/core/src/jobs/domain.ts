import type { Domain } from '../domain.ts'

/** Work that is handed on, and how long Souk was away. */
export const jobs = { sql: new URL('./sql/', import.meta.url) } satisfies Domain
