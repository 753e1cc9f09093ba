import type { Call } from '../call.ts'
import { LARGE } from '../fill/shop.ts'
import type { Side } from '../side.ts'

const product = {
  name: 'A map',
  description: 'Of the harbour',
  priceBtc: '0.001',
  category: 'Art & Design',
  tags: ['map'],
}
const store = { storeName: 'Maps', description: 'Of harbours', category: 'Services' }

interface Made {
  readonly data: { readonly id: string }
}

const idOf = (made: unknown) => ({ id: (made as Made).data.id })

export const ownStore = (side: Side) =>
  side.once('store', async ({ souk, people }) => {
    return idOf(await souk.post('/api/sellers', people.seller.token, store))
  })

export async function newProduct(side: Side) {
  await ownStore(side)
  return idOf(await side.souk.post('/api/products', side.people.seller.token, product))
}

async function newcomer({ souk, newName }: Side) {
  const { token } = await souk.signUp(newName())
  return { token }
}

const large = async () => ({ large: LARGE })

/** One of those whom the database was filled with, with a token of theirs. */
export const trader = (id: number) => (side: Side) =>
  side.once(`trader ${id}`, async ({ client }) => {
    const token = `cs_${id}_of_growth`
    await client.query(
      `insert into access_tokens (user_id, token_hash, created_at) values ($1, sha256($2::bytea), now())
       on conflict (user_id) do update set token_hash = excluded.token_hash`,
      [id, token],
    )
    return { token }
  })
/** The largest seller, and who buys of them. */
export const [largeSeller, largeBuyer] = [trader(LARGE), trader(LARGE + 1)]

/** The first of a list’s pages after a cursor. */
const afterFirst = (query: string) => async (side: Side) => {
  const first = (await side.souk.get(
    `/trpc/shop.products.list?input=${encodeURIComponent(query)}`,
  )) as {
    readonly result: { readonly data: { readonly nextCursor: string } }
  }
  return { cursor: first.result.data.nextCursor }
}

const lists = (path: `/${string}`, queries: readonly string[]): Call[] => [
  { operation: `GET ${path}` },
  ...queries.map((query): Call => ({ operation: `GET ${path}`, query, given: large })),
]

const productCalls: readonly Call[] = [
  ...lists('/api/products', [
    'sortBy=price&sortOrder=asc',
    'sortBy=created',
    'sortBy=popularity',
    'sortBy=seller.rating',
    'sortBy=seller.totalSales',
    'category=art',
    'category=art&sortBy=price',
    'category=rare%208',
    'minPrice=0.01&maxPrice=0.02',
    'sellerId=7',
    'search=item',
    'search=word7',
    'search=only77',
    'search=nothing',
    'search=item&page=50&limit=100',
    'search=item&sellerId={large}',
    'search=nothing&sellerId={large}',
    'search=only7&sellerId={large}&sortBy=price',
    'search=item&sellerId={large}&page=50&limit=100',
    'category=books&sellerId={large}',
    'category=rare%209&sellerId={large}&sortBy=price',
    'search=word7&category=electronics&sortBy=price',
  ]),
  {
    operation: 'GET /api/products',
    query: 'search=word7&limit=12&cursor={cursor}',
    given: afterFirst('{"search":"word7","perPage":12}'),
  },
  {
    operation: 'GET /api/products/{id}',
    given: (side) => side.once('product', newProduct),
    as: 'buyer',
  },
  { operation: 'POST /api/products', given: ownStore, body: product, as: 'seller' },
  {
    operation: 'PUT /api/products/{id}',
    given: newProduct,
    body: { ...product, name: 'Another map' },
    as: 'seller',
  },
  { operation: 'DELETE /api/products/{id}', given: newProduct, as: 'seller' },
]

const sellerCalls: readonly Call[] = [
  ...lists('/api/sellers', [
    'sortBy=sales',
    'sortBy=products',
    'sortBy=revenue',
    'sortBy=joined',
    'sortBy=reviews',
    'category=art',
    'verifiedOnly=true',
    'search=store',
    'search=kind7',
    'search=store77',
  ]),
  { operation: 'GET /api/sellers/{id}', given: ownStore, as: 'buyer' },
  { operation: 'POST /api/sellers', given: newcomer, body: store },
  {
    operation: 'PUT /api/sellers/{id}',
    given: ownStore,
    body: { responseTime: '1 hour' },
    as: 'seller',
  },
  { operation: 'POST /api/sellers/{id}/verification', given: ownStore, as: 'staff' },
  { operation: 'DELETE /api/sellers/{id}/verification', given: ownStore, as: 'staff' },
]

const reviewCalls: readonly Call[] = [
  { operation: 'GET /api/products/{productId}/reviews', given: async () => ({ productId: 7 }) },
  {
    operation: 'POST /api/products/{productId}/reviews',
    given: boughtProduct,
    body: { rating: 5, content: 'As described' },
    as: 'buyer',
  },
  {
    operation: 'POST /api/reviews/{id}/helpful',
    given: async () => ({ id: 7 }),
    as: 'buyer',
  },
]

const item = (productId: string) => ({ items: [{ productId, quantity: 1 }] })

async function newOrder(side: Side) {
  return orderOf(side, (await newProduct(side)).id)
}

async function orderOf({ souk, people }: Side, productId: string) {
  return idOf(await souk.post('/api/orders', people.buyer.token, item(productId)))
}

const RELEASE_CODE = 'a code of growth'

/** The escrow of an order that is paid and confirmed. */
async function newEscrow(side: Side) {
  return escrowOf(side, (await newOrder(side)).id)
}

async function escrowOf({ souk, people }: Side, orderId: string) {
  const opened = { orderId, releaseCode: RELEASE_CODE }
  const escrow = idOf(await souk.post('/api/escrow', people.buyer.token, opened))
  await souk.call('PUT', `/api/orders/${orderId}`, people.buyer.token, { status: 'PAID' })
  await souk.call('PUT', `/api/orders/${orderId}`, people.seller.token, { status: 'CONFIRMED' })
  return escrow
}

/** A product that the buyer has received and paid, and may review. */
async function boughtProduct(side: Side) {
  const { souk, people } = side
  const { id: productId } = await newProduct(side)
  const escrow = await escrowOf(side, (await orderOf(side, productId)).id)
  const code = { releaseCode: RELEASE_CODE }
  await souk.post(`/api/escrow/${escrow.id}/release`, people.buyer.token, code)
  return { productId }
}

async function disputedEscrow(side: Side) {
  const escrow = await newEscrow(side)
  const reason = { reason: 'nothing came' }
  await side.souk.post(`/api/escrow/${escrow.id}/dispute`, side.people.buyer.token, reason)
  return escrow
}

const oneOrder = (side: Side) => side.once('order', newOrder)
const oneEscrow = (side: Side) => side.once('escrow', newEscrow)

const orderCalls: readonly Call[] = [
  { operation: 'GET /api/orders', as: 'buyer' },
  { operation: 'GET /api/orders', query: 'status=completed', as: 'seller' },
  { operation: 'GET /api/orders', query: 'limit=100', given: largeSeller },
  { operation: 'GET /api/orders', query: 'limit=100&page=50', given: largeBuyer },
  { operation: 'GET /api/escrow', query: 'limit=100', given: largeSeller },
  { operation: 'GET /api/wallet', given: largeBuyer },
  { operation: 'GET /api/wallet', given: largeSeller },
  { operation: 'GET /api/orders/{id}', given: oneOrder, as: 'buyer' },
  {
    operation: 'POST /api/orders',
    given: newProduct,
    body: ({ id }) => item(`${id}`),
    as: 'buyer',
  },
  { operation: 'PUT /api/orders/{id}', given: newOrder, body: { status: 'PAID' }, as: 'buyer' },
  { operation: 'GET /api/escrow', as: 'buyer' },
  { operation: 'GET /api/escrow', query: 'status=released', as: 'seller' },
  { operation: 'GET /api/escrow', query: 'status=disputed', as: 'staff' },
  { operation: 'GET /api/escrow', query: 'userId=7', as: 'staff' },
  { operation: 'GET /api/escrow/{id}', given: oneEscrow, as: 'buyer' },
  {
    operation: 'POST /api/escrow',
    given: newOrder,
    body: ({ id }) => ({ orderId: id, releaseCode: RELEASE_CODE }),
    as: 'buyer',
  },
  {
    operation: 'POST /api/escrow/{id}/release',
    given: newEscrow,
    body: { releaseCode: RELEASE_CODE },
    as: 'buyer',
  },
  {
    operation: 'POST /api/escrow/{id}/dispute',
    given: newEscrow,
    body: { reason: 'nothing came' },
    as: 'buyer',
  },
  {
    operation: 'POST /api/escrow/{id}/resolve',
    given: disputedEscrow,
    body: { outcome: 'refund' },
    as: 'staff',
  },
  { operation: 'GET /api/wallet', as: 'buyer' },
  { operation: 'POST /api/wallet', as: 'buyer' },
  {
    operation: 'PUT /api/wallet',
    body: { address: '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2' },
    as: 'buyer',
  },
]

export const shopCalls: readonly Call[] = [
  ...productCalls,
  ...sellerCalls,
  ...reviewCalls,
  ...orderCalls,
]
