/** What has been started and must not be left behind. */
export interface Cleanup {
  /** Remembers how to undo something. @returns how to undo it now, once */
  add(undo: () => unknown): () => Promise<void>
  /** Undoes everything, the newest first, and what is started meanwhile. @returns what failed */
  run(): Promise<unknown[]>
}

export function createCleanup(): Cleanup {
  const steps = new Set<() => Promise<void>>()
  return {
    add(undo) {
      let done: Promise<void> | undefined
      const step = () => {
        done ??= (async () => void (await undo()))().finally(() => steps.delete(step))
        return done
      }
      steps.add(step)
      return step
    },
    async run() {
      const failures: unknown[] = []
      for (let step = newest(steps); step; step = newest(steps)) {
        await step().catch((error) => failures.push(error))
      }
      return failures
    },
  }
}

function newest<T>(set: ReadonlySet<T>): T | undefined {
  return [...set].at(-1)
}
