import { isIP } from 'node:net'
import type { ClientConfig } from 'pg'
import { type ConnectionOptions, parse } from 'pg-connection-string'

/** Where PostgreSQL is and how one gets in: the same for every connection of a process. */
export type Address = Pick<
  ClientConfig,
  | 'host'
  | 'port'
  | 'user'
  | 'password'
  | 'database'
  | 'ssl'
  | 'options'
  | 'application_name'
  | 'connectionTimeoutMillis'
> & {
  readonly sslnegotiation?: 'postgres' | 'direct'
  readonly enableChannelBinding?: boolean
}

/** A database that nobody can start with; the message says why in a line, and never a password. */
export class UnusableDatabase extends Error {}

/** Parameters with the values that are understood: what is not, is refused rather than ignored. */
const UNDERSTOOD: Readonly<Record<string, RegExp>> = {
  host: /^[^,]+$/,
  port: /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
  user: /./,
  password: /./,
  sslmode: /^(disable|require|verify-ca|verify-full|no-verify)$/,
  ssl: /^(true|false|1|0)$/,
  sslrootcert: /./,
  sslcert: /./,
  sslkey: /./,
  sslnegotiation: /^(postgres|direct)$/,
  // That it is required cannot be made sure of.
  channel_binding: /^(disable|prefer)$/,
  gssencmode: /^(disable|prefer)$/,
  client_encoding: /^(utf-?8|auto)$/i,
  application_name: /./,
  connect_timeout: /^\d{1,4}$/,
  options: /./,
}

/**
 * Takes a connection URL apart, with the meanings that libpq gives its parameters.
 * @throws UnusableDatabase naming the part that is not understood
 */
export function parseAddress(text: string): Address {
  const url = readUrl(text)
  for (const [name, value] of url.searchParams) {
    if (url.searchParams.getAll(name).length > 1)
      throw new UnusableDatabase(`the parameter ${name} is given twice`)
    const understood = Object.hasOwn(UNDERSTOOD, name) ? UNDERSTOOD[name] : undefined
    if (!understood) throw new UnusableDatabase(`the parameter ${name} is not understood`)
    if (!understood.test(value)) {
      const shown = name === 'password' ? '' : ` with the value ${JSON.stringify(value)}`
      throw new UnusableDatabase(`the parameter ${name}${shown} is not understood`)
    }
  }
  const { host, port, user, password, database } = partsOf(url)
  return {
    ...(host && { host }),
    ...(port && { port: Number(port) }),
    ...(user && { user }),
    ...(password && { password }),
    ...(database && { database }),
    ...encryptionOf(url, host),
    ...sessionOf(url.searchParams),
  }
}

/** The host and the database of a connection URL, for people to read. */
export function placeOf({ host = 'localhost', port, database = '' }: Address): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${name}${port ? `:${port}` : ''}/${database}`
}

/** A `%` that begins no escape stands for itself, as in many a password. */
export function literalPercents(url: string): string {
  return url.replace(/%(?![0-9a-f]{2})/gi, '%25')
}

function readUrl(text: string): URL {
  const literal = literalPercents(text)
  // Without a host, as for a local socket, there may yet be a user: no URL to those who read URLs.
  const url = URL.parse(literal) ?? URL.parse(literal.replace('@/', '@localhost/'))
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new UnusableDatabase(
      'it is not a URL like postgres://user:password@host:5432/database; write : / ? # @ in a name or password as %3A %2F %3F %23 %40',
    )
  }
  if (url.hostname.includes(',')) throw new UnusableDatabase('it names several hosts: name one')
  return url
}

function partsOf(url: URL): ConnectionOptions {
  const bare = new URL(url)
  for (const name of Object.keys(UNDERSTOOD)) {
    if (!['host', 'port', 'user', 'password'].includes(name)) bare.searchParams.delete(name)
  }
  try {
    return parse(bare.href)
  } catch {
    throw new UnusableDatabase('its name, password or database holds a % that must be written %25')
  }
}

/** Whether the line is encrypted, and how the server has to prove itself. */
function encryptionOf(url: URL, host: string | null | undefined) {
  const given = url.searchParams
  const { mode, ...rest } = modeOf(given)
  // A local socket is never encrypted, whatever is asked for.
  if (host?.startsWith('/')) return { ssl: false }
  if (mode === undefined) return {}
  if (mode === 'disable') return { ssl: false }
  const wanted = new URL('postgres://host')
  wanted.searchParams.set('sslmode', mode)
  const system = rest.sslrootcert === 'system' // the certificates that Node.js trusts
  for (const [name, value] of Object.entries(rest)) {
    if (value && !(system && name === 'sslrootcert')) wanted.searchParams.set(name, value)
  }
  const ssl = tlsOf(wanted.href)
  const negotiation = given.get('sslnegotiation') === 'direct'
  return {
    // Without it a server known by its number would be asked for the certificate of localhost.
    ssl: host && isIP(host) ? { ...ssl, host } : ssl,
    ...(negotiation && { sslnegotiation: 'direct' as const }),
  }
}

function modeOf(given: URLSearchParams) {
  const [sslrootcert, sslcert, sslkey] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) =>
    given.get(name),
  )
  const files = { sslrootcert, sslcert, sslkey }
  const said = given.get('sslmode')
  if (said === 'no-verify') return { mode: 'require', ...files, sslrootcert: null }
  if (said !== null) {
    if (sslrootcert === 'system' && said !== 'verify-full') {
      throw new UnusableDatabase('sslrootcert=system needs sslmode=verify-full')
    }
    return { mode: said, ...files }
  }
  const plain = /^(false|0)$/.test(given.get('ssl') ?? '')
  if (plain) return { mode: 'disable', ...files }
  const wanted = given.has('ssl') || given.get('sslnegotiation') === 'direct'
  if (wanted || sslrootcert || sslcert) return { mode: 'verify-full', ...files }
  return { mode: undefined, ...files }
}

/** Reads the certificates. */
function tlsOf(url: string): object {
  try {
    return { ...(parse(url, { useLibpqCompat: true }).ssl as object) }
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException
    if (code) throw new UnusableDatabase(`the certificate ${path} cannot be read (${code})`)
    if (/sslrootcert/.test(message)) {
      throw new UnusableDatabase('sslmode=verify-ca needs sslrootcert, or say sslmode=verify-full')
    }
    throw error
  }
}

function sessionOf(given: URLSearchParams) {
  const [application, options] = [given.get('application_name'), given.get('options')]
  const seconds = Number(given.get('connect_timeout') ?? 0)
  const binding = given.get('channel_binding')
  return {
    ...(application && { application_name: application }),
    ...(options && { options }),
    ...(seconds > 0 && { connectionTimeoutMillis: seconds * 1000 }),
    ...(binding && { enableChannelBinding: binding !== 'disable' }),
  }
}
