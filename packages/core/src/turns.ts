import type { SoukError } from '@souk/contract'

export interface TurnsOptions {
  /** Tasks that run at a time, of all callers; asked each time, for it may change. */
  readonly atOnce?: number
  /** Tasks of one caller that run at a time. */
  readonly atOnceEach?: number
  /** Tasks that may wait, of all callers; as many again may, of those who have none waiting yet. */
  readonly waiting?: number
  /** Tasks of one caller that may wait. */
  readonly waitingEach?: number
  /** What whoever finds no room is told. */
  readonly refusal?: () => SoukError
}

/** Lets only so many tasks run at a time; the others wait in memory, holding nothing. */
export interface Turns {
  /** Runs the task when it is its turn. @throws what `refusal` says when there is no room to wait */
  run<T>(caller: string, task: () => Promise<T>): Promise<T>
}

interface Caller {
  running: number
  readonly waiting: (() => void)[]
}

/** Turns of callers who come in groups: each group takes its own, and they wait for none of another's. */
export interface GroupTurns {
  /** Runs the task when it is the caller's turn in the group. */
  run<T>(group: string, caller: string, task: () => Promise<T>): Promise<T>
}

/** @param options of each group */
export function createGroupTurns(options: TurnsOptions): GroupTurns {
  const groups = new Map<string, { readonly turns: Turns; under: number }>()
  return {
    async run(name, caller, task) {
      const group = groups.get(name) ?? { turns: createTurns(options), under: 0 }
      groups.set(name, group)
      group.under += 1
      try {
        return await group.turns.run(caller, task)
      } finally {
        group.under -= 1
        if (group.under === 0) groups.delete(name)
      }
    },
  }
}

/** Callers take turns: however many tasks one of them brings, the others wait for one of these. */
export function createTurns(options: TurnsOptions): Turns {
  const { atOnceEach = Infinity, waiting = Infinity, waitingEach = Infinity, refusal } = options
  // In the order in which it is their turn.
  const callers = new Map<string, Caller>()
  let running = 0
  let waitingNow = 0

  const mayRun = (caller: Caller) =>
    running < (options.atOnce ?? Infinity) && caller.running < atOnceEach

  function take(name: string, caller: Caller): void {
    caller.running += 1
    running += 1
    callers.delete(name)
    callers.set(name, caller)
  }

  function giveBack(name: string, caller: Caller): void {
    caller.running -= 1
    running -= 1
    // Whoever has had a turn comes last.
    callers.delete(name)
    if (caller.running > 0 || caller.waiting.length > 0) callers.set(name, caller)
    while (waitingNow > 0 && startNext());
  }

  function startNext(): boolean {
    for (const [name, caller] of callers) {
      if (caller.waiting.length === 0 || !mayRun(caller)) continue
      const start = caller.waiting.shift()
      waitingNow -= 1
      take(name, caller)
      start?.()
      return true
    }
    return false
  }

  return {
    async run(name, task) {
      const caller = callers.get(name) ?? { running: 0, waiting: [] }
      callers.set(name, caller)
      if (caller.waiting.length === 0 && mayRun(caller)) {
        take(name, caller)
      } else {
        const room = caller.waiting.length === 0 ? waiting * 2 : waiting
        const full = waitingNow >= room || caller.waiting.length >= waitingEach
        if (full && refusal) {
          if (caller.running === 0 && caller.waiting.length === 0) callers.delete(name)
          throw refusal()
        }
        waitingNow += 1
        await new Promise<void>((resolve) => caller.waiting.push(resolve))
      }
      try {
        return await task()
      } finally {
        giveBack(name, caller)
      }
    },
  }
}
