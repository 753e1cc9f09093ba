import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, of which one can be cut short. */
export function createPause(signal: AbortSignal) {
  let end = () => {}
  let isEnded = false
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      timer.unref()
      end = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  return {
    /** Ends at once if something has happened since the last one began. */
    async begin(milliseconds: number): Promise<void> {
      if (!isEnded && !signal.aborted) await wait(milliseconds)
      isEnded = false
    },
    /** Nothing but the end of it all cuts it short. */
    async rest(milliseconds: number): Promise<void> {
      if (milliseconds > 0 && !signal.aborted)
        await sleep(milliseconds, undefined, { signal }).catch(() => {})
    },
    end() {
      isEnded = true
      end()
    },
  }
}
