import type { HttpClient } from '@souk/server/testing/http-client'
import { shopClient } from '@souk/server/testing/shop'
import type { People } from '../people.ts'

/** Two stores, one of them verified, with products that are on sale, sold out, deleted and looked at. */
export async function liveInShop(
  souk: HttpClient,
  { adaeze, chidi, dayo }: People,
  staff: { readonly token: string },
): Promise<void> {
  const shop = shopClient(souk)
  const store = await shop.newSeller(adaeze)
  await shop.newSeller(chidi, { storeName: 'Chidi’s Books', category: 'Books' })
  await souk.post(`/api/sellers/${store}/verification`, {}, staff.token)
  const map = await shop.newProduct(adaeze)
  await shop.newProduct(adaeze, { stockQuantity: 0, priceEur: null })
  await shop.newProduct(chidi, { name: 'Зелёный чай', category: 'Books', digitalProduct: false })
  const gone = await shop.newProduct(chidi)
  await souk.get(`/api/products/${map}`, dayo.token)
  await souk.request('DELETE', `/api/products/${gone}`, { token: chidi.token })
}
