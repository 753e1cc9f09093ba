import type { ErrorCode } from '@souk/contract'
import type { TestUser } from '../http-client.ts'
import { BANK, type MarketClient } from '../market.ts'
import type { ShopClient } from '../shop.ts'
import type { TestSouk } from '../test-souk.ts'

export const CALLERS = [
  'stranger',
  'seller',
  'buyer',
  'staff',
  'staff seller',
  'staff buyer',
] as const
export type Caller = (typeof CALLERS)[number]
export type People = Readonly<Record<Caller, TestUser>>

/** What a caller gets: it is done, or refused for this reason. */
export type Expected = '+' | ErrorCode

/** What an operation is tried on; a field that does not matter is 0 or empty. */
export interface Target {
  readonly ad: number
  readonly offer: number
  readonly trade: number
  /** Of a deposit, a withdrawal or a device. */
  readonly money: string
  readonly user: string
  readonly store: string
  readonly product: string
  readonly review: string
  readonly order: string
  readonly escrow: string
  readonly ticket: string
  readonly room: number
  readonly message: number
  readonly report: number
  readonly file: string
  readonly request: number
  readonly webhook: string
  readonly delivery: string
}
export const NOTHING: Target = {
  ad: 0,
  offer: 0,
  trade: 0,
  money: '',
  user: '',
  store: '',
  product: '',
  review: '',
  order: '',
  escrow: '',
  ticket: '',
  room: 0,
  message: 0,
  report: 0,
  file: '',
  request: 0,
  webhook: '',
  delivery: '',
}

/** A running Souk and those who ask it. */
export interface World {
  readonly souk: TestSouk
  readonly market: MarketClient
  readonly shop: ShopClient
  readonly people: People
}

/** Between whom a target is. */
export interface Sides {
  readonly seller: TestUser
  readonly buyer: TestUser
}

export type Input = Record<string, unknown>

/** Who gets what from the operations of a domain. */
export interface Access {
  /** A line an operation: its path, what it is tried on, and what each of CALLERS gets, in the words of CODES. */
  readonly matrix: string
  /** A good input of each operation that does not take an `id` alone, or nothing. */
  readonly inputs?: Readonly<
    Record<string, (target: Target, caller: TestUser, people: People) => Input>
  >
  /** Makes what operations are tried on, by the word that the matrix has for it. */
  readonly targets?: Readonly<
    Record<string, (world: World, sides: Sides) => Promise<Partial<Target>>>
  >
  /** Operations to which credentials are nothing. They have no line. */
  readonly isPublic?: readonly string[]
  /** What a token does whose second factor is to come. */
  readonly unverified?: readonly string[]
  /** What anybody may ask, signed in or not; and what they get who are not. */
  readonly anyone?: Readonly<Record<string, Expected>>
}

/** The words of the matrices. */
export const CODES: Readonly<Record<string, Expected>> = {
  '+': '+',
  party: 'NOT_A_PARTY',
  missing: 'NOT_FOUND',
  staff: 'FORBIDDEN',
  forbidden: 'FORBIDDEN',
  'not theirs': 'FORBIDDEN',
  input: 'VALIDATION_FAILED',
  own: 'OWN_TRADE',
  conflict: 'CONFLICT',
  wrong: 'INVALID_CREDENTIALS',
}

export const ADDRESS = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
export const OTHER_ADDRESS = '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'

/** What concerns nobody but those who are told; each is somewhere in what the tests make. */
export const SECRETS = {
  bank: BANK.bank_account_number,
  chat: 'secret of the chat',
  reason: 'secret of the dispute',
  statement: 'secret of the statement',
  note: 'secret among staff',
  address: ADDRESS,
  transaction: '5ec7e7'.padEnd(64, '0'),
  email: '.secret@example.com',
  download: 'https://example.com/secret-download',
  question: 'secret of the ticket',
  direct: 'secret between two',
  room: 'secret of the room',
  file: 'secret of the file',
  hook: 'secret-of-the-hook',
  offered: 'secret of what is offered',
}
