import { isIP } from 'node:net'
import { type Network, reachOf } from './networks.ts'

/** Where something is sent. */
export interface Target {
  readonly url: URL
  /** The host without the brackets of an IPv6 address. */
  readonly host: string
  /** What the host is, or stands for by its very name; undefined where it has to be looked up. */
  readonly addresses: readonly string[] | undefined
}

/** The reason why nothing is sent somewhere. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

const PRIVATE = 'must not be in a private network'
const HTTPS = 'must be a URL that begins with https://'
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * Takes a URL apart, in which WHATWG's rules have already made addresses of `2130706433` and `0x7f.1`.
 * Plain HTTP is for the networks that the operator has named; whether a host is in them is seen once it
 * has been looked up.
 * @throws Unreachable for what will never be sent to
 */
export function targetOf(text: string, networks: readonly Network[]): Target {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') throw new Unreachable(HTTPS)
  if (url.username !== '' || url.password !== '') {
    throw new Unreachable('must not contain a name or a password')
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = addressesIn(host)
  if (url.protocol === 'http:' && networks.length === 0) throw new Unreachable(HTTPS)
  if (addresses && admitted(addresses, url, networks).length === 0) throw new Unreachable(PRIVATE)
  return { url, host, addresses }
}

/** `localhost` and what ends with it need no look-up, nor do addresses. */
function addressesIn(host: string): readonly string[] | undefined {
  if (isIP(host) !== 0) return [host]
  return /(^|\.)localhost\.?$/i.test(host) ? LOOPBACK : undefined
}

/**
 * Those of a host's addresses to which something may be sent; none, if it has one to which nothing may:
 * nobody has such a mixture by accident. Of what stands for this machine itself, what is named will do.
 */
export function admitted(
  addresses: readonly string[],
  { protocol }: Pick<URL, 'protocol'>,
  networks: readonly Network[],
): readonly string[] {
  const good = addresses.filter((address) => {
    const reach = reachOf(address, networks)
    return reach === 'allowed' || (reach === 'public' && protocol === 'https:')
  })
  return addresses === LOOPBACK || good.length === addresses.length ? good : []
}
