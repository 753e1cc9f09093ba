import { statement } from '@souk/database'

/** Notes that there is such a category. */
export const noteCategory = statement<object>(
  'note-category',
  'insert into product_categories (key, leads) values ($1, $2) on conflict do nothing',
)
