import type { Ctx } from './context.ts'

/** What is left to do of a call once everything slow is behind it: statements, and nothing else. */
export type Finish<Output> = (tx: Ctx) => Promise<Output>

/** A verb in two steps; called as one, it takes one after the other. */
export interface Prepared<Input, Output> {
  (ctx: Ctx, input: Input): Promise<Output>
  readonly prepare: (ctx: Ctx, input: Input) => Promise<Finish<Output>>
}

/**
 * Makes a verb that hashes, waits or asks somebody outside. It does so in `prepare`, which holds no
 * connection; under an Idempotency-Key only what that returns runs in the key's transaction.
 */
export function prepared<Input, Output>(
  prepare: (ctx: Ctx, input: Input) => Promise<Finish<Output>>,
): Prepared<Input, Output> {
  const verb = async (ctx: Ctx, input: Input) => (await prepare(ctx, input))(ctx)
  return Object.assign(verb, { prepare })
}

/** What has been set aside for a file that is to come. */
export interface Room {
  readonly id: string
  /** For a file that has not come, or is not wanted; never fails, for what is forgotten is found later. */
  giveBack(): Promise<void>
}

/**
 * Sets aside what a file of at most so many bytes takes, before anything of it is read.
 * @throws what refuses it
 */
export type MakeRoom = (ctx: Ctx, bytes: number) => Promise<Room>

/** A verb that takes a file. */
export type Taker<Input, Output> = Prepared<Input, Output> & { readonly makeRoom: MakeRoom }

/** Makes a verb that takes a file, for which it makes room first. */
export function taker<Input, Output>(
  makeRoom: MakeRoom,
  prepare: (ctx: Ctx, input: Input) => Promise<Finish<Output>>,
): Taker<Input, Output> {
  return Object.assign(prepared(prepare), { makeRoom })
}

/** Prices as they were when they were asked for. */
export const fixedRates = (prices: Readonly<Record<string, string>>): Ctx['rates'] => ({
  current: async () => prices,
})

/** Makes a verb that goes by reference prices: they are asked for before, and stay as they were. */
export function withRates<Input, Output>(
  verb: (ctx: Ctx, input: Input) => Promise<Output>,
): Prepared<Input, Output> {
  return prepared(async (ctx, input) => {
    const prices = await ctx.rates.current()
    return (tx) => verb({ ...tx, rates: fixedRates(prices) }, input)
  })
}

const tooLate = async (): Promise<never> => {
  throw new Error('Asked outside while holding a connection: it belongs in `prepare`')
}

/** The outside as what finishes a keyed call finds it: what it needs from there, it was to ask before. */
export const OUTSIDE_CLOSED: Pick<Ctx, 'rates' | 'chains' | 'blobs'> = {
  rates: { current: tooLate },
  chains: { depositAddress: tooLate, payOut: tooLate },
  blobs: { put: tooLate, get: tooLate, remove: tooLate },
}
