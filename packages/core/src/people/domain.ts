import type { Domain } from '../domain.ts'

/** Users as others see them. */
export const people = { sql: new URL('./sql/', import.meta.url) } satisfies Domain
