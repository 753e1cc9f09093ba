import type { Coin } from '@souk/contract'
import { connectDatabase, type Database, type Db } from '@souk/database'
import { createTestDatabase } from '@souk/database/testing'
import { balances, openWallets, type Wallet } from '../index.ts'
import { type Party, transfer } from '../transfer.ts'

/** When everything in a test happens; the ledger only ever stores what it is given. */
export const NOW = new Date('2026-01-02T03:04:05.678Z')

/** What a wallet has: free to use, and set aside. */
export interface Purse {
  readonly available: string
  readonly held: string
}

/** A ledger of a test file's own, on a fresh database. */
export interface Books {
  readonly database: Database
  readonly db: Db
  /** A user with open, empty wallets. */
  newOwner(): Promise<number>
  /** Credits a p2p wallet (or another) from the faucet. */
  give(owner: number, amount: string, asset?: Coin, wallet?: Wallet): Promise<void>
  purse(owner: number, asset?: Coin, wallet?: Wallet): Promise<Purse>
  /** Runs any statement, as somebody with a shell on the database could; never retried. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export const p2p = (owner: number): Party => ({ owner, wallet: 'p2p' })

/** A transfer with everything that most tests do not care about. */
export function moving(from: Party, to: Party, amount: string, asset: Coin = 'btc') {
  return { from, to, asset, amount, reason: 'test', reference: 'test:1', at: NOW }
}

/** A hold on a p2p wallet with everything that most tests do not care about. */
export function holding(owner: number, amount: string, asset: Coin = 'btc') {
  return { owner, wallet: 'p2p', asset, amount, reference: 'test:1', at: NOW } as const
}

/** Opens the books. Its connections are many, so that races are real. */
export async function openBooks(): Promise<Books> {
  const { url, drop } = await createTestDatabase()
  const database = await connectDatabase({ url, connections: 36 })
  const db = database.db()
  let owners = 0
  return {
    database,
    db,
    async newOwner() {
      owners += 1
      const owner = owners
      await openWallets(db, owner)
      return owner
    },
    give: (owner, amount, asset = 'btc', wallet = 'p2p') =>
      transfer(db, moving({ house: 'faucet' }, { owner, wallet }, amount, asset)),
    async purse(owner, asset = 'btc', wallet = 'p2p') {
      const found = (await balances(db, owner)).find(
        (balance) => balance.asset === asset && balance.wallet === wallet,
      )
      if (!found) throw new Error(`user ${owner} has no ${asset} ${wallet} wallet`)
      return { available: found.available, held: found.held }
    },
    sql: async (text, values = []) => (await database.pool.query(text, [...values])).rows,
    async close() {
      await database.close()
      await drop()
    },
  }
}
