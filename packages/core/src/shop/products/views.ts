import { type Database, statement } from '@souk/database'
import { writeBehind } from '../../write-behind.ts'

/** Minutes in which a product is viewed once by the same viewer, however often they look. */
const ONCE_IN = 30
/** Viewers that are remembered; the longest known are forgotten first. */
const MOST = 100_000

const count = statement<object>(
  'count-views',
  `insert into product_views as known (product_id, views)
   select id, views from unnest($1::bigint[], $2::bigint[]) as seen (id, views) order by id
   on conflict (product_id) do update set views = known.views + excluded.views`,
)

/** Counts views of products. */
export interface Views {
  /** @param viewer whoever looks: a user, or where nobody is signed in an address */
  add(product: number, viewer: string): void
  /** Writes now what there is. */
  flush(): Promise<void>
}

/**
 * Views of products, which show in their pages half a second later. Who has looked is known to this
 * process alone, and only so long.
 */
export function createViews(database: Database, clock: () => Date): Views {
  const counts = writeBehind((views) =>
    database.db().query(count, [[...views.keys()], [...views.values()]]),
  )
  const lastSeen = new Map<string, number>()
  return {
    add(product, viewer) {
      const key = `${product} ${viewer}`
      const now = clock().getTime()
      const before = lastSeen.get(key)
      if (before !== undefined && now - before < ONCE_IN * 60_000) return
      lastSeen.delete(key)
      lastSeen.set(key, now)
      const [oldest] = lastSeen.size > MOST ? lastSeen.keys() : []
      if (oldest !== undefined) lastSeen.delete(oldest)
      counts.add(product)
    },
    flush: counts.flush,
  }
}
