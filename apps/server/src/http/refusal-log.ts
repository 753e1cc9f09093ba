import type { Logger } from 'pino'

/** Lines a second about requests that were refused for there being too many. */
const EACH_SECOND = 50

/** Says whether a refusal may have a line of its own; how many had none is told when it is over. */
export function createRefusalLog(log: Logger, now = () => performance.now()): () => boolean {
  let second = 0
  let told = 0
  let untold = 0
  return () => {
    const at = Math.floor(now() / 1000)
    if (at !== second) {
      if (untold > 0) log.warn({ requests: untold }, 'refused, and not logged one by one')
      second = at
      told = 0
      untold = 0
    }
    if (told >= EACH_SECOND) untold += 1
    else told += 1
    return untold === 0
  }
}
