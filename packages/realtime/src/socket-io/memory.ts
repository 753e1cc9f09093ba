import {
  noteReaders,
  type Reader,
  type ReaderPosition,
  type Resumed,
  resumeReader,
} from '@souk/core'
import type { Db } from '@souk/database'

/** After a write, so many times as long as it took, until there is another: the database has more to do. */
const RESTS = 4
/** Milliseconds after a write that failed. */
const AGAIN_AFTER = 2000

export interface MemoryOptions {
  readonly db: () => Db
  readonly clock: () => Date
  readonly onError: (error: unknown) => void
}

/** Where clients are in the log, kept for when they come back: here or, with this process killed, elsewhere. */
export interface Memory {
  /** Writes a beginning at once: from then on a client can come back. */
  begin(position: ReaderPosition): Promise<void>
  /** Notes how far one has got: written at once, with all that is noted while others are written. */
  note(position: ReaderPosition): void
  /**
   * From where somebody goes on who comes back.
   * @param name what their connection was called, if they can tell
   */
  resume(reader: Reader, name: string | undefined): Promise<Resumed | undefined>
  /** Writes what has been noted. */
  flush(): Promise<void>
}

export function createMemory({ db, clock, onError }: MemoryOptions): Memory {
  const noted = new Map<string, ReaderPosition>()
  let writing: Promise<void> | undefined
  let resting: NodeJS.Timeout | undefined

  function rest(milliseconds: number): void {
    clearTimeout(resting)
    resting = setTimeout(() => {
      resting = undefined
      writeSoon()
    }, milliseconds).unref()
  }

  async function write(): Promise<void> {
    const start = performance.now()
    const all = [...noted.values()]
    noted.clear()
    try {
      await noteReaders(db(), all, clock())
      rest(RESTS * (performance.now() - start))
    } catch (error) {
      onError(error)
      // Written with the next, unless there is something newer by then.
      for (const position of all) if (!noted.has(position.id)) noted.set(position.id, position)
      rest(AGAIN_AFTER)
    }
  }

  /** One write at a time, or an older place might be written over a newer one. */
  function writeNow(): Promise<void> {
    writing ??= write().finally(() => {
      writing = undefined
      writeSoon()
    })
    return writing
  }

  function writeSoon(): void {
    if (!writing && !resting && noted.size > 0) void writeNow()
  }

  async function flush(): Promise<void> {
    await writing
    if (noted.size > 0) await writeNow()
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
