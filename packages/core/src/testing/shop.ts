import { contract, type NewProduct, type NewSeller } from '@souk/contract'
import type { SignedIn } from '../context.ts'
import { createProduct } from '../shop/products/create-product.ts'
import { createSeller } from '../shop/sellers/create-seller.ts'
import type { TestCore } from './test-core.ts'

/** A store, as its owner would open it. */
export function sellerInput(changes: Partial<NewSeller> = {}): NewSeller {
  return contract.shop.sellers.create.input.parse({ storeName: 'Harbour Maps', ...changes })
}

/** A product, as its seller would offer it. */
export function productInput(changes: object = {}): NewProduct {
  const product = { name: 'Map', priceBtc: '0.01', category: 'Services', ...changes }
  return contract.shop.products.create.input.parse(product)
}

/** Somebody who has a store. */
export async function newSeller(core: TestCore, changes: Partial<NewSeller> = {}) {
  const user = await core.newUser()
  const seller = await createSeller(core.as(user), sellerInput(changes))
  return { user, seller }
}

export const newProduct = (core: TestCore, user: SignedIn, changes: object = {}) =>
  createProduct(core.as(user), productInput(changes))
