import { noteReaders, type Positions, type Reader, type ReaderPosition, resumeReader } from '@souk/core'
import type { Db } from '@souk/database'

/** Milliseconds between two writes of what has been noted. */
const WRITE_EVERY = 100

export interface MemoryOptions {
  readonly db: () => Db
  readonly clock: () => Date
  readonly onError: (error: unknown) => void
}

/** Where clients are in the log, kept for when they come back: here or, with this process killed, elsewhere. */
export interface Memory {
  /** Writes a beginning at once: from then on a client can come back. */
  begin(position: ReaderPosition): Promise<void>
  /** Notes how far one has got; written soon, and at once if nothing was for a while. */
  note(position: ReaderPosition): void
  /**
   * From where somebody goes on who comes back.
   * @param name what their connection was called, if they can tell
   */
  resume(reader: Reader, name: string | undefined): Promise<Positions | undefined>
  /** Writes what there is. */
  flush(): Promise<void>
}

export function createMemory({ db, clock, onError }: MemoryOptions): Memory {
  const noted = new Map<string, ReaderPosition>()
  let writing: Promise<void> | undefined
  let isResting = false

  async function write(): Promise<void> {
    const all = [...noted.values()]
    noted.clear()
    try {
      await noteReaders(db(), all, clock())
    } catch (error) {
      onError(error)
      // Written with the next, unless there is something newer by then.
      for (const position of all) if (!noted.has(position.id)) noted.set(position.id, position)
    }
  }

  function writeSoon(): void {
    if (writing || isResting || noted.size === 0) return
    isResting = true
    setTimeout(() => {
      isResting = false
      writeSoon()
    }, WRITE_EVERY).unref()
    writing = write().finally(() => {
      writing = undefined
      writeSoon()
    })
  }

  async function flush(): Promise<void> {
    await writing
    if (noted.size > 0) await write()
  }

  return {
    begin: (position) => noteReaders(db(), [position], clock()),
    note(position) {
      noted.set(position.id, position)
      writeSoon()
    },
    async resume(reader, name) {
      // Whoever comes back at once may be quicker than what is known of them.
      if (noted.size > 0 || writing) await flush()
      return resumeReader(db(), reader, name, clock())
    },
    flush,
  }
}
