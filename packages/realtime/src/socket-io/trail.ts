import type { Positions } from '@souk/core'
import { allowance } from '../bound-frames.ts'
import type { Line } from './line.ts'

/** How often it is written how far somebody has got: at once, and a second if they hear without a pause. */
const WRITES = { burst: 20, eachSecond: 2 }

/** What is written of somebody who hears. */
export interface Footprint {
  readonly positions: Positions
  readonly isOpen: boolean
  readonly isTaken: boolean
}

/** Keeps it known from where a client is to go on, should it be cut off. */
export interface Trail {
  /** Writes how things stand, so that it is known that the client is still there. */
  touch(): void
  /** From now on they hear a stream, which they know up to there; touch it to have that written. */
  join(stream: string, at: number): void
  leave(stream: string): void
  /** @param isFarewell the client does not want to come back */
  end(isFarewell: boolean): void
}

/**
 * A client has received what it was sent before it gave a sign of life that was asked for later: only that
 * counts. What is still on its way when a line breaks is sent again, for nobody can know, and a
 * double is better than a gap.
 * @param told up to where it has been told of each stream; changes
 */
export function createTrail(
  line: Line,
  told: ReadonlyMap<string, number>,
  write: (footprint: Footprint) => void,
): Trail {
  const mayWrite = allowance(WRITES)
  const received = new Map(told)
  let later: NodeJS.Timeout | undefined

  const footprint = (isOpen: boolean, isTaken: boolean): Footprint => ({
    positions: Object.fromEntries(received),
    isOpen,
    isTaken,
  })

  function touch(): void {
    clearTimeout(later)
    later = undefined
    write(footprint(true, false))
  }

  /** @returns whether that is further than was known, of a stream that has not been left since */
  function advance([stream, seq]: [string, number]): boolean {
    const isFurther = seq > (received.get(stream) ?? seq)
    if (isFurther) received.set(stream, seq)
    return isFurther
  }

  const stopAsking = line.onAsk(() => {
    const until = [...told]
    return () => {
      if (until.filter(advance).length === 0 || later) return
      if (mayWrite()) touch()
      else later = setTimeout(touch, 1000 / WRITES.eachSecond).unref()
    }
  })

  return {
    touch,
    join: (stream, at) => void received.set(stream, at),
    leave: (stream) => void received.delete(stream),
    end(isFarewell) {
      stopAsking()
      clearTimeout(later)
      write(footprint(false, isFarewell))
    },
  }
}
