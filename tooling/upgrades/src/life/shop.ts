import type { HttpClient } from '@souk/server/testing/http-client'
import { shopClient } from '@souk/server/testing/shop'
import type { People } from '../people.ts'

/** Two stores, one of them verified, with products that are on sale, sold out, deleted and looked at; and orders of them. */
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
  await orders(souk, shop, { adaeze, dayo })
}

/** Orders that are unpaid, paid, disputed and completed. */
async function orders(
  souk: HttpClient,
  shop: ReturnType<typeof shopClient>,
  { adaeze, dayo }: Pick<People, 'adaeze' | 'dayo'>,
): Promise<void> {
  const map = await shop.newProduct(adaeze, { stockQuantity: 10, priceBtc: 0.0001 })
  await shop.newOrder(dayo, map)
  const paid = await shop.newOrder(dayo, map)
  await shop.step(dayo, paid, 'PAID')
  for (const end of ['release', 'dispute']) {
    const order = await shop.newOrder(dayo, map)
    const escrow = await shop.newEscrow(dayo, order, 'ABC123')
    await shop.step(dayo, order, 'PAID')
    await shop.step(adaeze, order, 'CONFIRMED')
    const body = end === 'release' ? { releaseCode: 'ABC123' } : { reason: 'nothing came' }
    await souk.post(`/api/escrow/${escrow}/${end}`, body, dayo.token)
  }
  await souk.post('/api/wallet', undefined, dayo.token)
}
