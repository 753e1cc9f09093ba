/** A credential as a request carried it; nothing has been checked yet. */
export interface Credential {
  readonly token: string
  /** A browser attaches cookies by itself, so they are trusted less than the other carriers. */
  readonly carrier: 'explicit' | 'cookie'
  /** The session cookie beside it: the second factor of an account's token, where one was verified. */
  readonly cookie?: string | undefined
}

export const SESSION_COOKIE = 'session'

/** A token that nobody can have: what carries it is refused, not ignored. */
export const NOBODYS = ''

const BEARER = /^Bearer +(\S+)$/i

/** What a request says about itself; the query's parameters only where it has any. */
export interface Carriers {
  header(name: string): string | undefined | null
  query(name: string): string | undefined | null
}

/**
 * Finds the credential: the Authorization header, or `?access_token=` or `?token=`, else the session
 * cookie. Where there are two that differ, nobody can tell whose call it is meant to be, and it is
 * refused. (A body's `access_token` is looked for by the door that reads bodies.)
 */
export function findCredential({ header, query }: Carriers): Credential | undefined {
  const authorization = header('authorization')
  const cookies = header('cookie')
  const cookie = cookies ? cookieValue(cookies, SESSION_COOKIE) : undefined
  const inHeader = authorization ? (BEARER.exec(authorization)?.[1] ?? NOBODYS) : undefined
  const given = [inHeader, query('access_token') || undefined, query('token') || undefined]
  const tokens = new Set(given.filter((token) => token !== undefined))
  const [token] = tokens
  if (token === undefined) return cookie ? { token: cookie, carrier: 'cookie' } : undefined
  return { token: tokens.size > 1 ? NOBODYS : token, carrier: 'explicit', cookie }
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.split('=', 2)
    if (key?.trim() === name) return value?.trim()
  }
  return undefined
}

/**
 * Whether a browser says that another site's page makes this request. Same origin and the allowed
 * origins are at home; a client that sends neither header is no browser.
 */
export function isForeignSite(
  { header }: Pick<Carriers, 'header'>,
  allowedOrigins: readonly string[],
): boolean {
  const origin = header('origin')
  if (origin) return !allowedOrigins.includes(origin) && !sameHost(origin, header('host'))
  const site = header('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

function sameHost(origin: string, host: string | null | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}
