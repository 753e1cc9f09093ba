import type { Answer, HttpClient, TestUser } from './http-client.ts'

export const STORE = {
  storeName: 'Harbour Maps',
  description: 'Maps of harbours',
  category: 'Services',
  responseTime: '2 hours',
}

export const PRODUCT = {
  name: 'Map of the harbour',
  description: 'All piers, as a file to print',
  priceBtc: 0.0025,
  priceEur: 89.99,
  category: 'Services',
  images: ['https://example.com/harbour.jpg'],
  tags: ['map', 'harbour'],
  deliveryTime: 'Instant',
  downloadUrl: 'https://example.com/harbour.pdf',
  specifications: [{ key: 'Size', value: 'A2' }],
}

/** Somebody, for all that the shop is told of them. */
export type Who = Pick<TestUser, 'token'>

export type EscrowVerb = 'release' | 'dispute' | 'resolve'

/** Document 3's shop over HTTP, for tests that need stores, products and orders. */
export interface ShopClient {
  /** Opens a store. @returns its id, as `seller_1` */
  newSeller(owner: Who, fields?: object): Promise<string>
  /** Offers a product. @returns its id, as `product_1` */
  newProduct(seller: Who, fields?: object): Promise<string>
  /** Orders one piece. @returns the order's id, as `order_1` */
  newOrder(buyer: Who, product: string): Promise<string>
  /** Opens the escrow of an order. @returns its id, as `escrow_1` */
  newEscrow(buyer: Who, order: string, releaseCode: string): Promise<string>
  /** Takes a step with an order; `paymentHash` claims that it was paid outside. */
  step(by: Who, order: string, status: string, paymentHash?: string): Promise<Answer>
  /** Releases an escrow, disputes it, or as staff resolves it. */
  act(by: Who, escrow: string, verb: EscrowVerb, body: object): Promise<Answer>
  /** Tries to offer one. */
  product(seller: Who, fields?: object): Promise<Answer>
}

export function shopClient(souk: HttpClient): ShopClient {
  const product = ({ token }: Who, fields: object = {}) =>
    souk.post('/api/products', { ...PRODUCT, ...fields }, token)
  const made = ({ body }: Answer): string => {
    if (!body.success) throw new Error(`not made: ${body.error}`)
    return body.data.id
  }
  return {
    newSeller: async ({ token }, fields = {}) =>
      made(await souk.post('/api/sellers', { ...STORE, ...fields }, token)),
    newProduct: async (seller, fields) => made(await product(seller, fields)),
    newOrder: async ({ token }, productId) =>
      made(await souk.post('/api/orders', { items: [{ productId, quantity: 1 }] }, token)),
    newEscrow: async ({ token }, orderId, releaseCode) =>
      made(await souk.post('/api/escrow', { orderId, releaseCode }, token)),
    step: ({ token }, order, status, paymentHash) =>
      souk.request('PUT', `/api/orders/${order}`, { token, body: { status, paymentHash } }),
    act: ({ token }, escrow, verb, body) => souk.post(`/api/escrow/${escrow}/${verb}`, body, token),
    product,
  }
}
