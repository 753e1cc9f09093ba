import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from './index.ts'
import { type Books, holding, moving, NOW, openBooks, p2p } from './testing/books.ts'
import { type Credit, hold, postHold, voidHold } from './testing/hold.ts'
import { transfer } from './transfer.ts'

// Random movements, compared with a model anybody can check by eye: two numbers a user.

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

const USERS = 4
const SATOSHI = 100_000_000n

/** What can happen. Users are positions in the run's list; `which` picks a hold, wrapping around. */
type Action =
  | { readonly kind: 'give' | 'take' | 'hold'; readonly user: number; readonly amount: bigint }
  | {
      readonly kind: 'transfer'
      readonly user: number
      readonly to: number
      readonly amount: bigint
    }
  | {
      readonly kind: 'post'
      readonly which: number
      readonly to: readonly number[]
      readonly fee: boolean
    }
  | { readonly kind: 'void'; readonly which: number }

const user = fc.nat(USERS - 1)
const which = fc.nat(20)
const amount = fc.oneof(fc.bigInt(1n, 5n * SATOSHI), fc.constantFrom(1n, SATOSHI, 10n * SATOSHI))
const move = fc.record({ kind: fc.constantFrom('give', 'take', 'hold', 'hold'), user, amount })
const pay = fc.record({ kind: fc.constant('transfer'), user, to: user, amount })
const post = fc.record({
  kind: fc.constant('post'),
  which,
  to: fc.array(user, { minLength: 1, maxLength: 4 }),
  fee: fc.boolean(),
})
const void_ = fc.record({ kind: fc.constant('void'), which })
const action: fc.Arbitrary<Action> = fc.oneof(move, move, pay, post, void_)

interface Hold {
  readonly user: number
  readonly amount: bigint
  pending: boolean
}

/** The books as they should be, in satoshi. */
interface Model {
  readonly balance: bigint[]
  readonly held: bigint[]
  readonly holds: Hold[]
}

type Outcome = 'done' | 'insufficient' | 'refused'

/** What a hold of so much pays to whom; the remainder of the division goes to the first. */
function split(amount: bigint, to: readonly number[], fee: boolean) {
  const forHouse = fee ? amount / 10n : 0n
  const each = (amount - forHouse) / BigInt(to.length)
  const rest = amount - forHouse - each * BigInt(to.length)
  return { forHouse, parts: to.map((user, i) => ({ user, amount: i === 0 ? each + rest : each })) }
}

function expected(model: Model, action: Action): Outcome {
  const { balance, held, holds } = model
  const add = (user: number, amount: bigint) => {
    balance[user] = (balance[user] ?? 0n) + amount
  }
  const setAside = (user: number, amount: bigint) => {
    held[user] = (held[user] ?? 0n) + amount
  }
  const covers = (user: number, amount: bigint) =>
    (balance[user] ?? 0n) - (held[user] ?? 0n) >= amount

  switch (action.kind) {
    case 'give':
      add(action.user, action.amount)
      return 'done'
    case 'take':
      if (!covers(action.user, action.amount)) return 'insufficient'
      add(action.user, -action.amount)
      return 'done'
    case 'transfer':
      if (!covers(action.user, action.amount)) return 'insufficient'
      if (action.user === action.to) return 'refused'
      add(action.user, -action.amount)
      add(action.to, action.amount)
      return 'done'
    case 'hold':
      if (!covers(action.user, action.amount)) return 'insufficient'
      setAside(action.user, action.amount)
      holds.push({ user: action.user, amount: action.amount, pending: true })
      return 'done'
    case 'post':
    case 'void': {
      const hold = holds[action.which % Math.max(holds.length, 1)]
      if (!hold?.pending) return 'refused'
      hold.pending = false
      setAside(hold.user, -hold.amount)
      if (action.kind === 'post') {
        add(hold.user, -hold.amount)
        for (const part of split(hold.amount, action.to, action.fee).parts)
          add(part.user, part.amount)
      }
      return 'done'
    }
  }
}

function decimal(satoshi: bigint): string {
  const digits = satoshi.toString().padStart(9, '0')
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}

/** Ids of the run's users and of the holds placed in it. */
interface Run {
  readonly owners: readonly number[]
  readonly holds: { readonly id: number; readonly amount: bigint }[]
}

async function perform({ owners, holds }: Run, action: Action): Promise<Outcome> {
  const owner = (user: number) => owners[user] ?? 0
  const settling = 'which' in action ? holds[action.which % Math.max(holds.length, 1)] : undefined
  try {
    switch (action.kind) {
      case 'give':
        await books.give(owner(action.user), decimal(action.amount))
        break
      case 'take': {
        const from = p2p(owner(action.user))
        await transfer(books.db, moving(from, { house: 'withdrawals' }, decimal(action.amount)))
        break
      }
      case 'transfer': {
        const [from, to] = [p2p(owner(action.user)), p2p(owner(action.to))]
        await transfer(books.db, moving(from, to, decimal(action.amount)))
        break
      }
      case 'hold': {
        const id = await hold(books.db, holding(owner(action.user), decimal(action.amount)))
        holds.push({ id, amount: action.amount })
        break
      }
      case 'post': {
        const { forHouse, parts } = split(settling?.amount ?? 1n, action.to, action.fee)
        const credits: Credit[] = parts.map(({ user, amount }) => ({
          owner: owner(user),
          wallet: 'p2p',
          amount: decimal(amount),
        }))
        credits.push({ house: 'fees', amount: decimal(forHouse) })
        await postHold(books.db, settling?.id ?? 0, credits, 'test', NOW)
        break
      }
      case 'void':
        await voidHold(books.db, settling?.id ?? 0, NOW)
    }
    return 'done'
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'INSUFFICIENT_FUNDS') return 'insufficient'
    if (/is not pending|violates check constraint/.test(error.message)) return 'refused'
    throw error
  }
}

async function newRun(): Promise<Run> {
  const owners = await Promise.all(Array.from({ length: USERS }, () => books.newOwner()))
  return { owners, holds: [] }
}

test('any sequence of movements leaves the books as the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60 }), async (actions) => {
      const run = await newRun()
      const zeros = () => Array.from({ length: USERS }, () => 0n)
      const model: Model = { balance: zeros(), held: zeros(), holds: [] }
      for (const [step, action] of actions.entries()) {
        expect([step, await perform(run, action)]).toEqual([step, expected(model, action)])
      }
      for (const [user, owner] of run.owners.entries()) {
        const { available, held } = await books.purse(owner)
        const [balance = 0n, aside = 0n] = [model.balance[user], model.held[user]]
        expect([Number(available), Number(held)]).toEqual([
          Number(decimal(balance - aside)),
          Number(decimal(aside)),
        ])
      }
      expect(await verify(books.db, [])).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('movements that race settle each hold once and keep the books in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 60 }), async (actions) => {
      const run = await newRun()
      await Promise.all(run.owners.map((owner) => books.give(owner, '10')))
      const before = actions.filter(({ kind }) => kind === 'hold')
      await Promise.all(before.map((action) => perform(run, action)))
      const holds = [...run.holds]
      const racing = actions.map(async (action) => ({
        action,
        outcome: await perform({ ...run, holds }, action),
      }))
      const settled = (await Promise.all(racing)).filter(
        ({ action, outcome }) => 'which' in action && outcome === 'done',
      )
      const [count] = await books.sql(
        `select count(*) as settled from ledger.holds where id = any($1) and status <> 'pending'`,
        [holds.map(({ id }) => id)],
      )
      expect(count?.settled).toBe(settled.length)
      expect(await verify(books.db, [])).toEqual([])
    }),
    { numRuns: 15 },
  )
})
