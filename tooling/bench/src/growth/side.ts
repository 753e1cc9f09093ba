import type { Client } from 'pg'
import type { Account, RunningSouk } from '../souk.ts'

export const PEOPLE = ['seller', 'buyer', 'staff'] as const
export type Person = (typeof PEOPLE)[number]

/** One of the two databases compared, with a Souk on it and some people who use that. */
export interface Side {
  readonly souk: RunningSouk
  readonly people: Readonly<Record<Person, Account>>
  /** A connection to its database, behind Souk's back. */
  readonly client: Client
  /** Makes something on first use, and gives the same each time. */
  once<T>(name: string, make: (side: Side) => Promise<T>): Promise<T>
  /** A name that nobody had yet. */
  newName(): string
}
