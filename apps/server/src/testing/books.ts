import { claims, schema } from '@souk/core'
import { connectDatabase } from '@souk/database'
import { balances, type Finding, verify } from '@souk/ledger'

/** The ledger of a running Souk, read behind its back. */
export interface Books {
  /** What is off; empty when all is well. */
  verify(): Promise<Finding[]>
  /** What each user has in each wallet, by user id. */
  purses(userIds: readonly number[]): Promise<Record<number, Purse[]>>
  close(): Promise<void>
}

/** One wallet, such as `{ wallet: 'btc p2p', available: '60', held: '40' }`. */
export interface Purse {
  readonly wallet: string
  readonly available: string
  readonly held: string
}

export async function openBooks(databaseUrl: string): Promise<Books> {
  const database = await connectDatabase({ url: databaseUrl, schema, connections: 4 })
  async function pursesOf(userId: number): Promise<Purse[]> {
    const found = await balances(database.db(), userId)
    return found.map(({ asset, wallet, available, held }) => ({
      wallet: `${asset} ${wallet}`,
      available,
      held,
    }))
  }
  return {
    verify: () => verify(database.db(), claims),
    async purses(userIds) {
      const found = userIds.map(async (id) => [id, await pursesOf(id)] as const)
      return Object.fromEntries(await Promise.all(found))
    },
    close: () => database.close(),
  }
}

/** One wallet of many; btc p2p unless said. */
export function purseOf(purses: readonly Purse[] | undefined, wallet = 'btc p2p'): Purse {
  const found = purses?.find((purse) => purse.wallet === wallet)
  if (!found) throw new Error(`there is no ${wallet} wallet`)
  return found
}
