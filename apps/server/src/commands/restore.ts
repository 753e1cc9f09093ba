import { claims, schema } from '@souk/core'
import {
  type Database,
  DatabaseFilled,
  migrationsOf,
  RebuildRefused,
  statement,
} from '@souk/database'
import { verify } from '@souk/ledger'
import { pino } from 'pino'
import { type Inspected, inspectBackup } from '../backup/inspect-backup.ts'
import { LEAP } from '../backup/leap.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { type Config, ConfigError } from '../config/config.ts'
import { keyThatIsThere } from '../config/secret-key.ts'
import { openBlobs } from '../outside/open-blobs.ts'
import { print } from './print.ts'
import { progressBar } from './progress-bar.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { linesOf } from './verify-ledger.ts'
import { withDatabase } from './with-database.ts'

export interface RestoreOptions {
  /** Nobody used the Souk after the backup was made: it moves to another machine. */
  readonly nothingSince?: boolean
  /** The secret key is lost. */
  readonly newKey?: boolean
}

/**
 * `souk restore <file>`: fills an empty database. @returns whether the ledger is clean
 * @throws BackupRefused
 * @throws ConfigError
 */
export async function restore(
  config: Config,
  path: string,
  { nothingSince = false, newKey = false }: RestoreOptions,
): Promise<boolean> {
  const progress = progressBar()
  const backup = await inspectBackup(path, {
    schema: await schemaOfThisSouk(),
    secret: newKey ? undefined : await theKey(config),
    progress,
  }).finally(progress.end)
  return withDatabase(config, { migrate: false, isEmpty: true }, async (database, where) => {
    const { blobs, spool } = openBlobs(config, pino({ level: 'silent' }))
    const leap = nothingSince ? 0 : LEAP
    const target = { database, blobs, spool: spool.folder, leap, progress }
    await untilInterrupted((signal) => restoreBackup(backup, { ...target, signal })).catch(
      (error) => {
        throw error instanceof RebuildRefused ? refusal(where, error) : error
      },
    )
    for (const line of await whatIsThere(backup, database, config)) print(line)
    const findings = await verify(database.db(), claims)
    for (const line of linesOf(findings)) print(line)
    print(findings.length === 0 ? 'The ledger is clean.' : `${findings.length} findings.`)
    return findings.length === 0
  })
}

async function schemaOfThisSouk() {
  const migrations = await migrationsOf(schema)
  return { migrations: migrations.map(({ name }) => name), sql: schema.current.version }
}

async function theKey(config: Config): Promise<Uint8Array> {
  const key = await keyThatIsThere(config)
  if (key) return key
  throw new ConfigError(
    `There is no secret key yet in ${config.DATA_DIR}: put the file secret-key of the Souk that made ` +
      'the backup\nthere, or set SECRET_KEY. If it is lost, --new-key restores everything that is not ' +
      'sealed by it.',
  )
}

const OTHER_PLACE = `
Name an empty database in DATABASE_URL, or a new folder in DATA_DIR. If a restore was interrupted there in its last
moments, it may be whole: see with \`souk ledger verify\`.`

const refusal = (where: string, error: Error) =>
  new ConfigError(
    `${where} cannot be restored to: ${error.message}.` +
      (error instanceof DatabaseFilled ? OTHER_PLACE : ''),
  )

interface UnderWay {
  readonly mails: number
  readonly deliveries: number
  readonly approved: number
  readonly pending: number
}

const selectUnderWay = statement<UnderWay>(
  'restored-under-way',
  `select (select count(*) from pgboss.job where name = 'mail.send' and state < 'completed')::int as mails,
          (select count(*) from webhook_deliveries where status = 'pending')::int as deliveries,
          (select count(*) from withdrawals where status = 'approved' and transaction_id is null)::int as approved,
          (select count(*) from withdrawals where status = 'pending')::int as pending`,
)

/** What an operator has to know before Souk is started. */
async function whatIsThere(
  { head, contents }: Inspected,
  database: Database,
  { BLOB_URL }: Config,
): Promise<string[]> {
  const [underWay] = await database.db().query(selectUnderWay, [])
  const { mails = 0, deliveries = 0, approved = 0, pending = 0 } = underWay ?? {}
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
  const count = (n: number) => n.toLocaleString('en')
  const filesAreElsewhere = head.files === 'bucket' && !BLOB_URL
  return [
    `Restored: ${count(rows)} rows and ${count(contents.files)} files of messages, as of ${head.createdAt}.`,
    ...(filesAreElsewhere ? ['Files of messages are in a bucket: name it in BLOB_URL.'] : []),
    `Once Souk is started, ${count(mails)} mails and ${count(deliveries)} webhook deliveries go out, ` +
      'some of which may have gone before.',
    `${count(approved)} withdrawals are approved without a transaction, and ${count(pending)} wait for approval: ` +
      'look on the chain\nwhich of them have been paid since, before anybody pays.',
  ]
}
