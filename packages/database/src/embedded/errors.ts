import { statfs } from 'node:fs/promises'

export type EmbeddedPostgresErrorCode =
  | 'WRONG_VERSION'
  | 'DISK_FULL'
  | 'NOT_PERMITTED'
  | 'UNSUPPORTED_PLATFORM'
  | 'START_FAILED'

/** Why the embedded PostgreSQL could not be had. The message tells a newcomer what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}

const OWN_SERVER = 'set DATABASE_URL to a PostgreSQL 18 server of your own'

/** The error for a platform on which the shipped programs do not run. */
export function unsupportedPlatform(detail: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'UNSUPPORTED_PLATFORM',
    `The PostgreSQL that comes with Souk does not run here (${process.platform} ` +
      `${process.arch}): ${detail}\nInstall the dependencies again, without skipping optional ` +
      `ones or their install scripts; or ${OWN_SERVER}.`,
    { cause },
  )
}

/** The error for a folder or right that PostgreSQL needs and does not get. */
export function notPermitted(detail: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'NOT_PERMITTED',
    `${detail}\nPut the project or DATA_DIR into a folder that PostgreSQL's user may enter, ` +
      `run Souk as a normal user who owns it, or ${OWN_SERVER}.`,
    { cause },
  )
}

/** The error for a cluster that another major version of PostgreSQL wrote. */
export function wrongVersion(cluster: string, found: string, shipped: string) {
  return new EmbeddedPostgresError(
    'WRONG_VERSION',
    `The data in ${cluster} was written by PostgreSQL ${found}, but Souk comes with PostgreSQL ` +
      `${shipped}, which cannot read it.\nTo keep the data, dump it with PostgreSQL ${found} ` +
      `(pg_dump) and load it into a new folder. To start empty, move this folder away or choose ` +
      `another DATA_DIR. Or ${OWN_SERVER}.`,
  )
}

function diskFull(dir: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DISK_FULL',
    `The disk that holds ${dir} is full: PostgreSQL cannot start.\n` +
      'Free some space (a new database needs about 50 MB), or choose a DATA_DIR on another disk.',
    { cause },
  )
}

/** Turns whatever our own file and database calls threw into an EmbeddedPostgresError. */
export function fromThrown(error: unknown, dir: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // 53100 is PostgreSQL's own code for a full disk.
  if (['ENOSPC', 'EDQUOT', '53100'].includes(code)) return diskFull(dir, error)
  const noFolder = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir'
  if (noFolder || ['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return notPermitted(`PostgreSQL cannot use ${dir}: ${message}`, error)
  }
  // 28P01: the server does not accept the password.
  const hint = code === '28P01' ? `\nRestore ${dir}/password from a backup.` : ''
  return new EmbeddedPostgresError('START_FAILED', `PostgreSQL did not start: ${message}${hint}`, {
    cause: error,
  })
}

const FULL = /No space left on device|Disk quota exceeded/
const FORBIDDEN =
  /Permission denied|Operation not permitted|Read-only file system|invalid permissions|wrong owner/
const SHOWN_LINES = 15

/**
 * Turns what a failed program of PostgreSQL printed into an EmbeddedPostgresError.
 * On a full disk the log itself may be missing, so the free space counts too.
 */
export async function fromOutput(
  action: string,
  output: string,
  dir: string,
): Promise<EmbeddedPostgresError> {
  if (FULL.test(output) || (await isFull(dir))) return diskFull(dir)
  const shown = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
  const detail = `${action} failed in ${dir}. PostgreSQL said:\n${shown || '(nothing)'}`
  if (FORBIDDEN.test(output)) return notPermitted(detail)
  return new EmbeddedPostgresError('START_FAILED', detail)
}

async function isFull(dir: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize < 1024 * 1024
}
