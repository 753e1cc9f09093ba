import type { Folder } from './folder.ts'
import type { ShippedPostgres } from './programs.ts'
import type { Identity } from './run.ts'

/** The role that owns everything in the database. */
export const SUPERUSER = 'souk'

/** What every step of one start or stop needs to know. */
export interface Context {
  readonly folder: Folder
  readonly programs: ShippedPostgres
  readonly identity: Identity
  readonly durable: boolean
  readonly onProgress: (message: string) => void
}
