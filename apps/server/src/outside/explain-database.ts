import { isUnavailable, UnusableDatabase } from '@souk/database'
import { ConfigError } from '../config/config.ts'

const LOCKED = [
  'others keep locked what the upgrade needs',
  'Start Souk again. If it stays so, end what else is at work there: other processes of Souk, scripts, open transactions.',
] as const

/** What is wrong by SQLSTATE, and what to do about it. */
const STATES: Readonly<Record<string, readonly [wrong: string, toDo: string]>> = {
  '28P01': ['it refuses the password', 'Correct the name or the password in DATABASE_URL.'],
  '28000': [
    'it does not let this user in from here',
    'Where it asks for encryption, add ?sslmode=require to DATABASE_URL; else look at its pg_hba.conf.',
  ],
  '3D000': ['there is no such database', 'Create it (createdb), or correct DATABASE_URL.'],
  '42501': [
    'the user may not make what Souk needs there',
    'Make the user the owner of the database (alter database … owner to …), or name another in DATABASE_URL.',
  ],
  '25006': ['it only lets itself be read', 'Name the primary in DATABASE_URL, not a standby.'],
  '08P01': [
    'it does not understand what was said',
    'Is there a pooler before it? Connect to PostgreSQL itself, or have it pool sessions.',
  ],
  '53300': ['it has no connection left', 'Raise its max_connections, or end what uses them.'],
  '53100': ['its disk is full', 'Free some space there.'],
  '40001': LOCKED,
  '40P01': LOCKED,
  '55P03': LOCKED,
  '57014': ['it gave up a statement that took too long', 'See what else keeps it busy.'],
  '57P03': ['it is starting or stopping', 'Start Souk again once it is up.'],
}

/** An SQLSTATE other than of a connection that failed: PostgreSQL itself has said so. */
const ANSWER = /^(?!08)[0-9A-Z]{5}$/

const AWAY = 'Start it, or correct DATABASE_URL.'

/** Certificates that do not prove what they should, and servers that have none. */
const TLS = /certificate|altname|SSL|self.signed/i

/**
 * Says in a few lines what keeps Souk from the operator's database.
 * @param place where it is, without the password
 */
export function explainDatabase(error: unknown, place: string): unknown {
  if (error instanceof UnusableDatabase) return refusal(place, error.message, [])
  const { code, message } = deepest(error)
  const known = code === undefined ? undefined : STATES[code]
  if (known) return refusal(place, known[0], [message, known[1]])
  if (TLS.test(message) || TLS.test(code ?? '')) {
    return refusal(place, 'no encrypted connection can be made', [
      message,
      'Look at sslmode and sslrootcert in DATABASE_URL.',
    ])
  }
  if (!isUnavailable(error)) return error
  const said = code ? `${message} (${code})` : message
  if (ANSWER.test(code ?? '')) {
    return refusal(place, 'it answers, but not as Souk needs', [said, 'Its log may say more.'])
  }
  return refusal(place, 'it cannot be reached', [said, AWAY])
}

function refusal(place: string, wrong: string, more: readonly string[]): ConfigError {
  const lines = [`DATABASE_URL: the database ${place} cannot be used: ${wrong}.`, ...more]
  return new ConfigError(lines.map(inOneLine).join('\n  '))
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** What went wrong first, beneath what others made of it. */
export function deepest(error: unknown): { code: string | undefined; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return deepest(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error) return deepest(error.cause)
  if (!(error instanceof Error)) return { code: undefined, message: String(error) }
  const { code } = error as NodeJS.ErrnoException
  return { code: typeof code === 'string' ? code : undefined, message: error.message }
}
