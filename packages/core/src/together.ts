import type { Ctx } from './context.ts'

/**
 * A verb whose statements go together with those of other callers, in a transaction that is none of theirs:
 * it uses no connection of its own. Under an Idempotency-Key it is called by itself.
 */
export interface Grouped<Input, Output> {
  (ctx: Ctx, input: Input): Promise<Output>
  readonly together: (ctx: Ctx, input: Input) => Promise<Output>
}

export function grouped<Input, Output>(
  verb: (ctx: Ctx, input: Input) => Promise<Output>,
  together: (ctx: Ctx, input: Input) => Promise<Output>,
): Grouped<Input, Output> {
  return Object.assign(verb, { together })
}

export interface TogetherOptions {
  /** Items that are done at once. */
  readonly most?: number
  /** Groups of items that are under way at a time. */
  readonly atOnce?: number
}

/** Does together what many ask for at about the same time. */
export interface Together<Item, Result> {
  /** Does something for somebody. Callers take turns: a crowd of one's has others wait for one of it. */
  run(caller: string, item: Item): Promise<Result>
}

/**
 * Nobody waits for company: what comes while others are under way goes next, as much of it as fits.
 * @param work does all of the items, in order, and fails for all or for none
 */
export function createTogether<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most = 64, atOnce = 2 }: TogetherOptions = {},
): Together<Item, Result> {
  type Asked = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  const waiting = new Map<string, Asked[]>()
  let underWay = 0

  /** One of each caller's, and again, until there are enough. */
  function take(): Asked[] {
    const taken: Asked[] = []
    while (waiting.size > 0 && taken.length < most) {
      for (const [caller, asked] of waiting) {
        const next = asked.shift()
        // Whoever has had a turn comes last.
        waiting.delete(caller)
        if (asked.length > 0) waiting.set(caller, asked)
        if (next) taken.push(next)
        if (taken.length === most) break
      }
    }
    return taken
  }

  async function doNext(): Promise<void> {
    underWay += 1
    while (waiting.size > 0) {
      const asked = take()
      try {
        const results = await work(asked.map(({ item }) => item))
        for (const [i, { resolve }] of asked.entries()) resolve(results[i] as Result)
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    underWay -= 1
  }

  return {
    run: (caller, item) =>
      new Promise((resolve, reject) => {
        const asked = waiting.get(caller) ?? []
        waiting.set(caller, asked)
        asked.push({ item, resolve, reject })
        if (underWay < atOnce) void doNext()
      }),
  }
}
