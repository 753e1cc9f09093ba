import type { Logger } from 'pino'
import type { Souk } from './compose.ts'

/**
 * Milliseconds in which another signal is the same asking: a group that is signalled gets it both from
 * who asks and from the package manager that passes it on.
 */
const SAME_ASKING = 1000

/**
 * Stops Souk in order when it is asked to, and at once when asked again; the embedded PostgreSQL stops
 * either way. A third signal ends the process as it stands.
 */
export function stopWhenAsked(
  souk: Pick<Souk, 'stop' | 'hurry'>,
  log: Logger,
  exit: (code: number) => void,
  clock: () => number = () => performance.now(),
) {
  const asked: number[] = []

  function begin(reason: string): void {
    log.info({ signal: reason }, 'stopping')
    souk.stop().then(() => exit(asked.length > 1 ? 1 : 0))
  }

  return {
    onSignal(signal: string): void {
      const now = clock()
      if (now - (asked.at(-1) ?? Number.NEGATIVE_INFINITY) < SAME_ASKING) return
      asked.push(now)
      if (asked.length === 1) begin(signal)
      else if (asked.length === 2) souk.hurry()
      else exit(1)
    },
    /** The package manager goes because it was asked as well: that asks for nothing more. */
    onLeftAlone(): void {
      if (asked.length > 0) return
      asked.push(clock())
      begin('the package manager has gone')
    },
  }
}
