const SECOND = 1000
const HOUR = 3600 * SECOND

/** Milliseconds for which a delivery is tried. */
export const PATIENCE = 72 * HOUR
/** For so long nothing may arrive before an endpoint is switched off, in PostgreSQL's words. */
export const ENDPOINT_PATIENCE = '5 days'

/** Until when something is tried that begins now. */
export const giveUpAfter = (now: Date) => new Date(now.getTime() + PATIENCE)

const SHORTEST = 5 * SECOND
const LONGEST = 8 * HOUR
/** How far a wait may be from what it would be, so that not all come back at once. */
const JITTER = 0.2

/**
 * Milliseconds to wait after a try: as long as it has been tried, so each wait is about twice as long as
 * the one before; never more than 8 hours.
 * @param giveUpAt when it will have been tried for long enough
 * @param random from 0 to 1
 * @returns undefined when this try was the last
 */
export function waitAfter(now: Date, giveUpAt: Date, random: number): number | undefined {
  const left = giveUpAt.getTime() - now.getTime()
  if (left <= 0) return undefined
  const wait = Math.min(Math.max(PATIENCE - left, SHORTEST), LONGEST)
  // The last try is at the end, not somewhat later.
  return Math.min(Math.round(wait * (1 - JITTER + 2 * JITTER * random)), Math.max(left, SHORTEST))
}
