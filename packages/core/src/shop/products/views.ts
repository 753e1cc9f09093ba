import { type Database, statement } from '@souk/database'
import { type WriteBehind, writeBehind } from '../../write-behind.ts'

const count = statement<object>(
  'count-views',
  `insert into product_views as known (product_id, views)
   select id, views from unnest($1::bigint[], $2::bigint[]) as seen (id, views) order by id
   on conflict (product_id) do update set views = known.views + excluded.views`,
)

/** Views of products, which show in their pages half a second later. */
export function createViews(database: Database): WriteBehind {
  return writeBehind((views) =>
    database.db().query(count, [[...views.keys()], [...views.values()]]),
  )
}
