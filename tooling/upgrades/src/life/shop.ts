import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import { type ShopClient, shopClient } from '@souk/server/testing/shop'
import type { People } from '../people.ts'

/** Opens every escrow that has one: the test of upgrades knows it. */
const RELEASE_CODE = 'ABC123'

/** Where a buyer wants to be paid to. */
const PAYOUT_ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'

type Who = Pick<TestUser, 'token'>

/** A store from before there was a fee, with a product in the thousands; and two orders of it that go on later. */
export async function firstOrders(souk: HttpClient, { bisi, dayo, emeka }: People): Promise<void> {
  const shop = shopClient(souk)
  await shop.newSeller(bisi, { storeName: 'Bisi’s Prints', category: 'Art' })
  const print = await shop.newProduct(bisi, { stockQuantity: 5000, name: 'Print of a lighthouse' })
  await shop.newOrder(emeka, print)
  const paid = await shop.newOrder(dayo, print)
  await shop.newEscrow(dayo, paid, RELEASE_CODE)
  await shop.step(dayo, paid, 'PAID')
}

/** Stores and products in each state, and orders, escrows, reviews and payout addresses of their buyers. */
export async function liveInShop(
  souk: HttpClient,
  people: People,
  staff: { readonly ngozi: Who; readonly tunde: Who },
): Promise<void> {
  const { adaeze: seller, dayo: buyer, emeka, femi } = people
  const shop = shopClient(souk)
  const { map, book } = await stores(souk, shop, people, staff.ngozi)
  const deals = dealsOf(souk, shop, { seller, buyer, product: map })
  await deals.inEachStatus()
  await deals.paidOutside()
  await deals.disputed(staff.ngozi)
  await ofTwoSellers(souk, shop, people, [map, book])
  await review(souk, map, buyer, emeka)
  await souk.post('/api/wallet', undefined, buyer.token)
  const body = { address: PAYOUT_ADDRESS }
  await souk.request('PUT', '/api/wallet', { body, token: femi.token })
}

/** Two more stores, one of them verified, with products on sale, sold out, deleted and looked at. */
async function stores(
  souk: HttpClient,
  shop: ShopClient,
  { adaeze, bisi, chidi, dayo }: People,
  staff: Who,
) {
  const store = await shop.newSeller(adaeze)
  await shop.newSeller(chidi, { storeName: 'Chidi’s Books', category: 'Books' })
  const verification = (seller: string, method: string) =>
    souk.request(method, `/api/sellers/${seller}/verification`, { token: staff.token })
  await verification(store, 'POST')
  const prints = (await souk.get('/api/sellers?search=Prints', dayo.token)).body.data[0].id
  await verification(prints, 'POST')
  await verification(prints, 'DELETE')
  const map = await shop.newProduct(adaeze, { stockQuantity: 100, priceBtc: 0.0001 })
  await shop.newProduct(adaeze, { stockQuantity: 0, priceEur: null })
  const tea = { name: 'Зелёный чай', category: 'Books', digitalProduct: false }
  const book = await shop.newProduct(chidi, { ...tea, stockQuantity: 20 })
  const gone = await shop.newProduct(chidi)
  const body = { priceBtc: 0.004, description: 'All lighthouses of the coast' }
  await souk.request('PUT', `/api/products/${gone}`, { body, token: chidi.token })
  await souk.get(`/api/products/${map}`, dayo.token)
  await souk.get(`/api/products/${map}`, bisi.token)
  await souk.request('DELETE', `/api/products/${gone}`, { token: chidi.token })
  return { map, book }
}

interface Sides {
  readonly seller: Who
  readonly buyer: Who
  readonly product: string
}

/** Orders between two people, and each way through them. */
function dealsOf(souk: HttpClient, shop: ShopClient, { seller, buyer, product }: Sides) {
  const ofSeller = ['CONFIRMED', 'SHIPPED', 'REFUNDED']
  /** An order with a code, taken through these statuses by whom each belongs to. */
  const deal = async (...statuses: readonly string[]) => {
    const order = await shop.newOrder(buyer, product)
    const escrow = await shop.newEscrow(buyer, order, RELEASE_CODE)
    for (const to of statuses) await shop.step(ofSeller.includes(to) ? seller : buyer, order, to)
    return { order, escrow }
  }
  const act = (escrow: string, verb: string, body: object, { token }: Who) =>
    souk.post(`/api/escrow/${escrow}/${verb}`, body, token)
  return {
    async inEachStatus() {
      await deal()
      await deal('CANCELLED')
      await deal('PAID')
      await deal('PAID', 'CONFIRMED')
      await deal('PAID', 'CONFIRMED', 'SHIPPED')
      await deal('PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED')
      await deal('PAID', 'CONFIRMED', 'REFUNDED')
      const { escrow } = await deal('PAID', 'CONFIRMED')
      await act(escrow, 'release', { releaseCode: RELEASE_CODE }, seller)
      // Paid without a code, which can be set later.
      await shop.step(buyer, await shop.newOrder(buyer, product), 'PAID')
    },
    /** By what the buyer names: one that nobody has confirmed, and one that is done. */
    async paidOutside() {
      const claim = async () => {
        const order = await shop.newOrder(buyer, product)
        const body = { status: 'PAID', paymentHash: 'tx123456789' }
        await souk.request('PUT', `/api/orders/${order}`, { body, token: buyer.token })
        return order
      }
      await claim()
      const order = await claim()
      for (const to of ['CONFIRMED', 'SHIPPED']) await shop.step(seller, order, to)
      for (const to of ['DELIVERED', 'COMPLETED']) await shop.step(buyer, order, to)
    },
    /** By either side, as early and as late as can be; and decided in each way. */
    async disputed(staff: Who) {
      const dispute = async (by: Who, ...statuses: readonly string[]) => {
        const { escrow } = await deal('PAID', ...statuses)
        await act(escrow, 'dispute', { reason: 'Product not as described' }, by)
        return escrow
      }
      await dispute(buyer)
      await dispute(seller, 'CONFIRMED', 'SHIPPED')
      const split = { outcome: 'split', sellerBtc: 0.00006, buyerBtc: 0.00004 }
      for (const decision of [{ outcome: 'release' }, { outcome: 'refund' }, split]) {
        const body = { note: 'As the letters show', ...decision }
        await act(await dispute(buyer, 'CONFIRMED'), 'resolve', body, staff)
      }
    },
  }
}

/** An order whose sellers are not equally far. */
async function ofTwoSellers(
  souk: HttpClient,
  shop: ShopClient,
  { adaeze, femi }: People,
  products: readonly string[],
): Promise<void> {
  const items = products.map((productId) => ({ productId, quantity: 2 }))
  const { body } = await souk.post('/api/orders', { items }, femi.token)
  await shop.step(femi, body.data.id, 'PAID')
  await shop.step(adaeze, body.data.id, 'CONFIRMED')
}

/** What a buyer says of a product, and what somebody else thinks of that. */
async function review(souk: HttpClient, product: string, buyer: Who, other: Who): Promise<void> {
  const said = { rating: 4, content: 'All piers are on it.' }
  const { body } = await souk.post(`/api/products/${product}/reviews`, said, buyer.token)
  await souk.post(`/api/reviews/${body.data.id}/helpful`, {}, other.token)
}

/** A release whose sums are still to be added up when Souk stops. */
export async function releaseLast(souk: HttpClient, { bisi, dayo }: People): Promise<void> {
  const shop = shopClient(souk)
  const [order] = (await souk.get('/api/orders?status=PAID', bisi.token)).body.data
  await shop.step(bisi, order.id, 'CONFIRMED')
  const body = { releaseCode: RELEASE_CODE }
  await souk.post(`/api/escrow/${order.escrowTransaction.id}/release`, body, dayo.token)
}
