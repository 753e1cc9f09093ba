import { statement } from '@souk/database'

/** Counts views of requests. */
export const countRequestViews = statement<object>(
  'count-request-views',
  `insert into request_views as known (request_id, views)
   select id, views from unnest($1::bigint[], $2::bigint[]) as seen (id, views) order by id
   on conflict (request_id) do update set views = known.views + excluded.views`,
)
