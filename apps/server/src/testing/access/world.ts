import { contract, type Procedure, procedures } from '@souk/contract'
import type { TestUser } from '../http-client.ts'
import { marketClient } from '../market.ts'
import { shopClient } from '../shop.ts'
import { ADMIN, startTestSouk } from '../test-souk.ts'
import {
  CALLERS,
  type Caller,
  CODES,
  type Expected,
  type Input,
  NOTHING,
  type People,
  type Target,
  type World,
} from './access.ts'
import { accountsAccess } from './accounts.ts'
import { chatAccess } from './chat.ts'
import { marketAccess } from './market.ts'
import { reactionsAccess } from './reactions.ts'
import { requestsAccess } from './requests.ts'
import { roomsAccess } from './rooms.ts'
import { shopAccess } from './shop.ts'
import { staffAccess } from './staff.ts'
import { supportAccess } from './support.ts'
import { tradesAccess } from './trades.ts'
import { walletAccess } from './wallet.ts'
import { webhookAccess } from './webhooks.ts'

/** Every domain that has operations. */
const DOMAINS = [
  accountsAccess,
  marketAccess,
  shopAccess,
  chatAccess,
  roomsAccess,
  reactionsAccess,
  requestsAccess,
  supportAccess,
  staffAccess,
  tradesAccess,
  walletAccess,
  webhookAccess,
]

export const PUBLIC = DOMAINS.flatMap(({ isPublic = [] }) => isPublic)
export const UNVERIFIED = DOMAINS.flatMap(({ unverified = [] }) => unverified)
export const ANYONE: Readonly<Record<string, Expected>> = Object.assign(
  {},
  ...DOMAINS.map(({ anyone }) => anyone),
)

/** An operation, what it is tried on, and what each caller gets. */
export interface Row {
  readonly path: string
  readonly on: string
  readonly expected: Readonly<Record<Caller, Expected | undefined>>
}

export const rows: readonly Row[] = DOMAINS.flatMap(({ matrix }) =>
  matrix.trim().split('\n').slice(1).map(rowOf),
)

function rowOf(line: string): Row {
  const [what = '', ...cells] = line.split('|').map((part) => part.trim())
  const [path = '', on = ''] = what.split(/ +/)
  const expected = CALLERS.map((caller, i) => [caller, CODES[cells[i] ?? '']])
  return { path, on, expected: Object.fromEntries(expected) }
}

/** Every operation of the contract. */
export const operations = [...procedures(contract)]

export function procedureAt(path: string): Procedure {
  const found = operations.find((one) => one.path === path)
  if (!found) throw new Error(`there is no ${path}`)
  return found.procedure
}

/** A world with everything that operations are tried on. */
export interface AccessWorld extends World {
  readonly admin: string
  readonly banned: TestUser
  /** Makes what an operation is tried on, between the caller, if they are a side, and the other. */
  targetFor(on: string, caller: Caller): Promise<Target>
  /** The same, or one that others have used where the operation changes nothing. */
  someTarget(row: Row, caller: Caller): Promise<Target>
  /** A good input of an operation. */
  inputOf(row: Row, target: Target, caller: TestUser): Input
  stop(): Promise<void>
}

export async function startAccessWorld(): Promise<AccessWorld> {
  const souk = await startTestSouk()
  const people = await signUpAll(souk)
  const admin = await souk.logIn(ADMIN.username, ADMIN.password)
  const banned = await souk.signUp('banned')
  const settings = `/exec/user/settings/${banned.id}/`
  await souk.request('PATCH', settings, { token: admin, body: { is_active: false } })
  const world = { souk, market: marketClient(souk), shop: shopClient(souk), people }
  const shared = new Map<string, Promise<Target>>()
  const targetFor = (on: string, caller: Caller) => makeTarget(world, on, caller)
  return {
    ...world,
    admin,
    banned,
    targetFor,
    someTarget({ path, on }, caller) {
      if (procedureAt(path).kind === 'mutation') return targetFor(on, caller)
      const key = `${on} ${caller.startsWith('staff ') ? caller : ''}`
      const known = shared.get(key) ?? targetFor(on, caller)
      shared.set(key, known)
      return known
    },
    inputOf: (row, target, caller) => makeInput(row, target, caller, people),
    stop: () => souk.stop(),
  }
}

async function signUpAll(souk: World['souk']): Promise<People> {
  const names = CALLERS.map((caller) =>
    caller === 'staff' ? 'staff_beside' : caller.replace(' ', '_'),
  )
  const users = await Promise.all(names.map((name) => souk.signUp(name)))
  await souk.sql(`update users set email = username || '.secret@example.com'`)
  await souk.sql(`update users set is_staff = true where username like 'staff%'`)
  // One user for each caller, in their order.
  return Object.fromEntries(CALLERS.map((caller, i) => [caller, users[i]])) as Record<
    Caller,
    TestUser
  >
}

async function makeTarget(world: World, on: string, caller: Caller): Promise<Target> {
  if (on === 'nothing' || on === 'account') return NOTHING
  const { people } = world
  const sides = {
    seller: caller === 'staff seller' ? people[caller] : people.seller,
    buyer: caller === 'staff buyer' ? people[caller] : people.buyer,
  }
  const make = DOMAINS.flatMap(({ targets = {} }) => targets[on] ?? [])[0]
  if (!make) throw new Error(`nobody makes a ${on}`)
  return { ...NOTHING, ...(await make(world, sides)) }
}

function makeInput({ path, on }: Row, target: Target, caller: TestUser, people: People): Input {
  const known = DOMAINS.flatMap(({ inputs = {} }) => inputs[path] ?? [])[0]
  if (known) return known(target, caller, people)
  const { shape = {} } = procedureAt(path).input as { readonly shape?: object }
  if (!('id' in shape)) return {}
  return { id: on === 'trade' ? target.trade : target.offer }
}
