/**
 * The client's address: the peer's, or, behind `proxies` of our own, what the outermost of them
 * wrote into X-Forwarded-For. Entries further left are the client's own claims.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined | null,
  proxies: number,
): string {
  const direct = peer ?? 'unknown'
  if (proxies === 0 || !forwardedFor) return direct
  const claimed = forwardedFor.split(',').map((part) => part.trim())
  return claimed.at(-proxies) || claimed[0] || direct
}
