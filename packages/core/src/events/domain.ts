import type { Domain } from '../domain.ts'
import { removeReaders } from './reader-positions.ts'

/** The event log. */
export const events = {
  sql: new URL('./sql/', import.meta.url),
  cleanUp: removeReaders,
} satisfies Domain
