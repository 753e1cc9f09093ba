import { z } from 'zod'
import { id, prefixed } from '../fields.ts'
import { ShopUser } from './seller.ts'

/** A seller beside what is bought of them. */
export const Store = z.object({
  id: prefixed('seller', id()),
  name: z.string().describe('What the store is called.'),
  storeName: z.string().describe('The same.'),
  user: ShopUser.describe('The person behind it.'),
})
export type Store = z.output<typeof Store>
