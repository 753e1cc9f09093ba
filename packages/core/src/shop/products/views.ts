import { statement } from '@souk/database'

/** Counts views of products. */
export const countProductViews = statement<object>(
  'count-views',
  `insert into product_views as known (product_id, views)
   select id, views from unnest($1::bigint[], $2::bigint[]) as seen (id, views) order by id
   on conflict (product_id) do update set views = known.views + excluded.views`,
)
