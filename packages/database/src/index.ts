export { DatabaseFilled, type Load, type Rebuild, RebuildRefused } from './backup/rebuild.ts'
export type { SchemaIdentity, Snapshot } from './backup/snapshot.ts'
export type { Sequence, Table } from './backup/tables.ts'
export { connectDatabase, type Database, migrationsOf } from './connect.ts'
export { literalPercents, parseAddress, placeOf, UnusableDatabase } from './connection/address.ts'
export type { Db } from './database.ts'
export * from './embedded/index.ts'
export { sqlState } from './retry.ts'
export { describe } from './schema/describe.ts'
export type { Schema } from './schema/schema.ts'
export {
  type DbFunction,
  dbFunction,
  row,
  type Statement,
  statement,
  statements,
  type Values,
  valuesOf,
} from './statement.ts'
export { isUnavailable } from './unavailable.ts'
