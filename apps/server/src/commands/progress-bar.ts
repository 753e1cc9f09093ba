import { SingleBar } from 'cli-progress'
import type { Progress } from '../backup/progress.ts'

/** Milliseconds between two lines, where nobody sees a bar. */
const LINE_EVERY = 10_000

/** A bar on a terminal; elsewhere a line every ten seconds. On the error output, as what it says is passing. */
export function progressBar(): Progress {
  let bar: SingleBar | undefined
  const end = () => {
    bar?.stop()
    bar = undefined
  }
  return {
    begin(what, total) {
      end()
      bar = new SingleBar({
        stream: process.stderr,
        format: `${what.padEnd(10)} {bar} {percentage}% | {duration_formatted}`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        noTTYOutput: true,
        notTTYSchedule: LINE_EVERY,
        stopOnComplete: false,
        emptyOnZero: true,
      })
      bar.start(total, 0)
    },
    advance: (bytes) => bar?.increment(bytes),
    end,
  }
}
