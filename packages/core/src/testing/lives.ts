import fc from 'fast-check'
import { expect } from 'vitest'
import { outcomeOf } from './outcome.ts'

/** Something that people try, in a property test. */
interface Tried {
  readonly kind: string
}

/** What should happen, in a few lines that know nothing of SQL. */
interface Model<A extends Tried> {
  /** The outcome of an attempt, having made it happen here. */
  attempt(tried: A): string
}

/** What random lives are played with: the real Souk, and a model that says how they go. */
export interface Stage<Run, M extends Model<A>, A extends Tried> {
  /** People of their own, with nothing behind them. */
  newRun(): Promise<Run>
  newModel(): M
  /** Tries it in the real Souk. The model, as it stands before, says who and what is meant. */
  doing(run: Run, model: M, tried: A): Promise<void>
}

/** How long random lives are, how many, and for how many milliseconds they may be played. */
export interface Length {
  readonly from: number
  readonly to: number
  readonly runs: number
  readonly patience: number
}

/** Plays random lives. One that fails is made as short as it can be. */
export async function playLives<A>(
  attempt: fc.Arbitrary<A>,
  { from, to, runs, patience }: Length,
  play: (attempts: A[]) => Promise<void>,
): Promise<void> {
  const attempts = fc.array(attempt, { minLength: from, maxLength: to, size: 'max' })
  await fc.assert(fc.asyncProperty(attempts, play), {
    numRuns: runs,
    interruptAfterTimeLimit: patience,
  })
}

/** Tries one after the other, each with the outcome that the model says. */
export async function playAlong<Run, M extends Model<A>, A extends Tried>(
  stage: Stage<Run, M, A>,
  attempts: readonly A[],
): Promise<{ run: Run; model: M }> {
  const [run, model] = [await stage.newRun(), stage.newModel()]
  for (const [step, tried] of attempts.entries()) {
    const outcome = await outcomeOf(stage.doing(run, model, tried))
    expect([step, tried.kind, outcome]).toEqual([step, tried.kind, model.attempt(tried)])
  }
  return { run, model }
}

/**
 * Tries the first half one after the other, so that there is something to race for, and the rest of them at
 * the same time, but for those that must not race. The model is left as it was before that.
 */
export async function playThenRace<Run, M extends Model<A>, A extends Tried>(
  stage: Stage<Run, M, A>,
  attempts: readonly A[],
  { apart, between = () => {} }: { apart: readonly A['kind'][]; between?: () => void },
): Promise<{ run: Run; model: M }> {
  const half = Math.floor(attempts.length / 2)
  const { run, model } = await playAlong(stage, attempts.slice(0, half))
  between()
  const racing = attempts.slice(half).filter(({ kind }) => !apart.includes(kind))
  await Promise.all(racing.map((tried) => outcomeOf(stage.doing(run, model, tried))))
  return { run, model }
}
