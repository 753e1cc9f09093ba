import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'

/**
 * The client's address, for counting what comes from it: the peer's, or, behind `proxies` of our
 * own, what the outermost of them wrote into X-Forwarded-For. Entries further left are the client's
 * own claims. Of an IPv6 address only the network, for whoever has one has 2^64 of them.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined | null,
  proxies: number,
): string {
  const direct = peer ?? 'unknown'
  const claimed = proxied(forwardedFor, proxies)
  return networkOf(bareAddress(claimed) ?? bareAddress(direct) ?? direct)
}

/** The address of a request's client; without proxies it is worked out once a connection. */
export function addressOf({ socket, headers }: IncomingMessage, proxies: number): string {
  const { remoteAddress } = socket
  if (proxies > 0) {
    return clientAddress(remoteAddress, headers['x-forwarded-for']?.toString(), proxies)
  }
  const known = addresses.get(socket) ?? clientAddress(remoteAddress, undefined, 0)
  addresses.set(socket, known)
  return known
}

const addresses = new WeakMap<Socket, string>()

/** Whether the client came by HTTPS to the outermost of our proxies; Souk itself speaks HTTP. */
export function cameByHttps(forwardedProto: string | undefined | null, proxies: number): boolean {
  return proxied(forwardedProto, proxies).toLowerCase() === 'https'
}

/** How the client has reached us, as the outermost of our proxies says, or else as the client does. */
export function reachedOrigin(
  header: (name: string) => string | undefined,
  proxies: number,
): string | undefined {
  const scheme = cameByHttps(header('x-forwarded-proto'), proxies) ? 'https' : 'http'
  const host = proxied(header('x-forwarded-host'), proxies) || header('host')
  const url = host ? URL.parse(`${scheme}://${host}`) : null
  return url?.href === `${url?.origin}/` ? url?.origin : undefined
}

/** What the outermost proxy of our own wrote into a list that every proxy appends to. */
function proxied(list: string | undefined | null, proxies: number): string {
  if (proxies === 0 || !list) return ''
  const entries = list.split(',').map((part) => part.trim())
  return entries.at(-proxies) ?? entries[0] ?? ''
}

const IPV4_WITH_PORT = /^([\d.]+):\d+$/
const IPV6_IN_BRACKETS = /^\[([^\]]+)\](?::\d+)?$/
const IPV4_IN_IPV6 = /^::ffff:([\d.]+)$/i

/** The bare address, if it is one: some proxies add the port, and IPv6 sockets write IPv4 oddly. */
function bareAddress(text: string): string | undefined {
  const bare = IPV4_WITH_PORT.exec(text)?.[1] ?? IPV6_IN_BRACKETS.exec(text)?.[1] ?? text
  const address = IPV4_IN_IPV6.exec(bare)?.[1] ?? bare
  return isIP(address) ? address : undefined
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const groups = [...left, ...Array(8).fill('0')].slice(0, 8 - right.length).concat(right)
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
