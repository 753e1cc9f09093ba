import type { Domain } from '../domain.ts'

/** Messages of every conversation. A conversation is the stream of what it is about. */
export const conversations = { sql: new URL('./sql/', import.meta.url) } satisfies Domain
