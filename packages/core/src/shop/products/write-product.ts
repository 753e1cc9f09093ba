import type { NewProduct } from '@souk/contract'
import { categoryKey, categoryLeads } from '../../category-leads.ts'
import { searchVector } from '../words.ts'

/** What follows from the words of a product. */
export function derivedOf({
  name,
  description,
  tags,
  category,
}: Pick<NewProduct, 'name' | 'description' | 'tags' | 'category'>) {
  return {
    categoryKey: categoryKey(category),
    search: searchVector([name, ...tags, category, description], categoryLeads(category)),
  }
}
