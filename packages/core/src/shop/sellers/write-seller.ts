import { fieldRefused, type NewSeller } from '@souk/contract'
import { looksLikeHouse } from '../../accounts/looks.ts'
import { categoryLeads } from '../../category-leads.ts'
import { searchVector } from '../words.ts'

/** What follows from the words of a seller's profile. */
export function derivedOf({
  storeName,
  category,
  description,
}: Pick<NewSeller, 'storeName' | 'category' | 'description'>) {
  return {
    categoryLeads: categoryLeads(category),
    search: searchVector([storeName, category, description]),
  }
}

/** @throws VALIDATION_FAILED when a store could be taken for the house's own */
export function refuseHouseName(storeName: string): void {
  if (looksLikeHouse(storeName)) {
    throw fieldRefused('storeName', 'must not look like a name of Souk or its staff')
  }
}
