import { SoukError } from '@souk/contract'

/** Milliseconds after which a look-up is given up unless told otherwise, and whoever comes next asks anew. */
const DEADLINE = 6000

/**
 * Turns many look-ups at about the same time into few: while one is under way, those that come wait
 * and then go together. Nothing is kept; each answer is at least as new as its question.
 * @throws UNAVAILABLE when an answer takes too long: what hangs must not hold up everybody for good
 */
export function batched<Key, Value>(
  lookUp: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  { most = 100, deadline = DEADLINE } = {},
): (key: Key) => Promise<Value | undefined> {
  type Asked = { key: Key; resolve(value: Value | undefined): void; reject(error: unknown): void }
  const waiting: Asked[] = []
  let busy = false

  async function work(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const asked = waiting.splice(0, most)
      try {
        const found = await inTime(lookUp([...new Set(asked.map(({ key }) => key))]), deadline)
        for (const { key, resolve } of asked) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    busy = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!busy) void work()
    })
}

const busy = () =>
  new SoukError('UNAVAILABLE', 'The service is busy, please try again', { retryAfter: 1 })

async function inTime<T>(work: Promise<T>, deadline: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(busy()), deadline)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
