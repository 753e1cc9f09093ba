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

/** Document 3's catalogue over HTTP, for tests that need stores and products. */
export interface ShopClient {
  /** Opens a store. @returns its id, as `seller_1` */
  newSeller(owner: Pick<TestUser, 'token'>, fields?: object): Promise<string>
  /** Offers a product. @returns its id, as `product_1` */
  newProduct(seller: Pick<TestUser, 'token'>, fields?: object): Promise<string>
  /** Tries to offer one. */
  product(seller: Pick<TestUser, 'token'>, fields?: object): Promise<Answer>
}

export function shopClient(souk: HttpClient): ShopClient {
  const product = ({ token }: Pick<TestUser, 'token'>, fields: object = {}) =>
    souk.post('/api/products', { ...PRODUCT, ...fields }, token)
  const made = ({ body }: Answer): string => {
    if (!body.success) throw new Error(`not made: ${body.error}`)
    return body.data.id
  }
  return {
    newSeller: async ({ token }, fields = {}) =>
      made(await souk.post('/api/sellers', { ...STORE, ...fields }, token)),
    newProduct: async (seller, fields) => made(await product(seller, fields)),
    product,
  }
}
