import { join } from 'node:path'
import { pino } from 'pino'
import { newBackupKey } from '../backup/backup-key.ts'
import { type Written, writeBackup } from '../backup/write-backup.ts'
import type { Config } from '../config/config.ts'
import { secretKey } from '../config/secret-key.ts'
import { openBlobs } from '../outside/open-blobs.ts'
import { print } from './print.ts'
import { progressBar } from './progress-bar.ts'
import { sizeOf } from './size-of.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { withDatabase } from './with-database.ts'

/** `souk backup <file>`: beside a running Souk, or without one. */
export async function backUp(config: Config, path: string): Promise<void> {
  const written = await withDatabase(config, { migrate: false }, async (database) => {
    const { blobs } = openBlobs(config, pino({ level: 'silent' }))
    const source = {
      database,
      blobs: config.BLOB_URL ? undefined : blobs,
      key: newBackupKey(await secretKey(config)),
      progress: progressBar(),
    }
    return untilInterrupted((signal) => writeBackup(path, { ...source, signal }))
  })
  for (const line of linesOf(path, written, config)) print(line)
}

function linesOf(path: string, written: Written, config: Config) {
  const { at, size, tables, files, missing, others } = written
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const key = config.SECRET_KEY ? 'SECRET_KEY' : join(config.DATA_DIR, 'secret-key')
  const count = (n: number) => n.toLocaleString('en')
  return [
    `${path}: ${count(rows)} rows of ${tables.length} tables and ${count(files)} files of messages, ` +
      `as of ${at.toISOString()}, in ${sizeOf(size)}.`,
    ...(missing > 0 ? [`${count(missing)} files were gone from ${config.DATA_DIR}.`] : []),
    ...(config.BLOB_URL ? ['Files of messages are not in it: they stay in the bucket.'] : []),
    ...(others.length > 0 ? [`Not in it, as they are not Souk's: ${others.join(', ')}.`] : []),
    `Not in it: the secret key (${key}). Keep it elsewhere, and safe: without it, what is sealed is lost.`,
  ]
}
