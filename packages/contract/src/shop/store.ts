import { z } from 'zod'
import { id, prefixed } from '../fields.ts'
import { ShopUser } from './seller.ts'

/** A seller beside what is bought of them. */
export const Store = z.object({
  id: prefixed('seller', id()),
  name: z.string(),
  storeName: z.string(),
  user: ShopUser,
})
export type Store = z.output<typeof Store>
