import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Some addresses: those that begin with so many bits of another. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * A network by its whole address: `10/8` would be `0.0.0.10/8`. IPv4 in IPv6 counts as what it is.
 * @returns undefined for what is none, such as `10.0.0.0` without `/8`
 */
export function parseNetwork(text: string): Network | undefined {
  if (isIP(text.replace(/\/.*/, '')) === 0 || !ipaddr.isValidCIDR(text)) return undefined
  const [address, bits] = ipaddr.parseCIDR(text)
  if (!(address instanceof ipaddr.IPv6) || !address.isIPv4MappedAddress()) return [address, bits]
  return bits < IPV4_IN_IPV6 ? undefined : [address.toIPv4Address(), bits - IPV4_IN_IPV6]
}

/** The bits that an IPv4 address has before it in IPv6. */
const IPV4_IN_IPV6 = 96

/** The part of IPv6 that is given out to networks: the rest means something else, or nothing. */
const GIVEN_OUT = ipaddr.parseCIDR('2000::/3')

/** Networks in which nobody is, though they are of that part. */
const NOBODY = ['3fff::/20', '2001::/23', '2002::/16', '2620:4f:8000::/48'].map((text) =>
  ipaddr.parseCIDR(text),
)

/** Whether an address is one of the internet, where nothing of ours stands. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  return address.match(GIVEN_OUT) && !NOBODY.some((network) => address.match(network))
}

/** An address of the internet, one in a network that the operator has named, or any other. */
export type Reach = 'public' | 'allowed' | 'refused'

/**
 * Where an IP address is, and so whether anything may be sent there. IPv4 in IPv6 (`::ffff:10.0.0.1`) counts as what it is.
 * @param networks in which everything may be reached, private ones too
 */
export function reachOf(text: string, networks: readonly Network[]): Reach {
  if (!ipaddr.isValid(text)) return 'refused'
  const address = ipaddr.process(text)
  const isNamed = networks.some(([network, bits]) => {
    return network.kind() === address.kind() && address.match(network, bits)
  })
  if (isNamed) return 'allowed'
  return isPublic(address) ? 'public' : 'refused'
}
