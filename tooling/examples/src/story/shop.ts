import type { World } from '../world.ts'
import type { People } from './people.ts'

const STORE = {
  storeName: 'Ada’s Prints',
  description: 'Maps and city plans, drawn by hand.',
  category: 'Art & Design',
  responseTime: '3 hours',
}

const MAP = {
  name: 'Map of the harbour',
  description: 'All piers and warehouses, as a file to print.',
  priceBtc: 0.00045,
  priceEur: 24.5,
  category: 'Art & Design',
  images: ['https://pictures.example.com/harbour.jpg'],
  tags: ['map', 'harbour'],
  inStock: true,
  stockQuantity: 50,
  deliveryTime: 'Instant',
  digitalProduct: true,
  downloadUrl: 'https://files.example.com/harbour.pdf',
  specifications: [{ key: 'Size', value: 'A2' }],
}

const CODE = 'harbour-4711'
const PAYOUT = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'

/** Ada sells Bisi maps, by document 3. @returns the map */
export async function tellOfShop(world: World, people: People): Promise<string> {
  const store = await opened(people)
  const map = await offered(people)
  await wallets(people)
  await sold(world, people, map)
  await disputed(world, people, map)
  await reviewed(world, people, map)
  await lookedAt(people, { store, map })
  await withdrawn(people)
  return map
}

async function opened({ ada, femi, tunde }: People): Promise<string> {
  await ada.isRefused('shop.products.create', 'FORBIDDEN', 'Ada has no store yet', { body: MAP })
  const { id } = await ada.does('shop.sellers.create', 'Ada opens a store', { body: STORE })
  await ada.isRefused('shop.sellers.create', 'CONFLICT', 'Ada has one', { body: STORE })
  const path = { id }
  const body = { responseTime: '1 hour' }
  await ada.does('shop.sellers.update', 'Ada answers sooner', { path, body })
  await femi.isRefused('shop.sellers.update', 'FORBIDDEN', 'It is Ada’s', { path, body })
  await tunde.does('shop.sellers.verify', 'Tunde has looked at it', { path })
  await tunde.does('shop.sellers.unverify', 'Tunde takes that back', { path })
  await tunde.quietly('shop.sellers.verify', { path })
  return id
}

async function offered({ ada, bisi }: People): Promise<string> {
  const { id } = await ada.does('shop.products.create', 'Ada offers a map', { body: MAP })
  const body = { priceBtc: 0.0005, stockQuantity: 40 }
  await ada.does('shop.products.update', 'Ada changes the price', { path: { id }, body })
  const change = { path: { id }, body }
  await bisi.isRefused('shop.products.update', 'FORBIDDEN', 'It is Ada’s', change)
  return id
}

async function wallets({ bisi }: People): Promise<void> {
  await bisi.does('shop.wallet.open', 'Bisi wants an address')
  await bisi.does('shop.wallet.open', 'Bisi asks again')
  const body = { address: PAYOUT }
  await bisi.does('shop.wallet.setPayoutAddress', 'Bisi says where to pay out', { body })
}

const itemsOf = (productId: string, quantity = 2) => ({
  body: { items: [{ productId, quantity }] },
})

async function sold({ settled }: World, people: People, map: string): Promise<void> {
  const { ada, bisi, femi } = people
  const step = (id: string, status: string) => ({ path: { id }, body: { status } })
  const order = await bisi.does('shop.orders.create', 'Bisi orders two', itemsOf(map))
  await bisi.isRefused('shop.orders.create', 'CONFLICT', 'So many are not left', itemsOf(map, 70))
  const orderId: string = order.id
  const deal = { body: { orderId, releaseCode: CODE } }
  const escrow = await bisi.does('shop.escrow.create', 'Bisi chooses a code', deal)
  await settled()
  await bisi.isRefused('shop.escrow.create', 'CONFLICT', 'There is one', deal)
  await bisi.isRefused(
    'shop.orders.update',
    'CONFLICT',
    'Nothing was sent',
    step(orderId, 'DELIVERED'),
  )
  await femi.isRefused('shop.orders.update', 'NOT_FOUND', 'It is not Femi’s', step(orderId, 'PAID'))
  await bisi.does('shop.orders.update', 'Bisi pays', step(orderId, 'PAID'))
  await settled()
  await ada.isRefused(
    'shop.orders.update',
    'NOT_A_PARTY',
    'That is for Bisi to say',
    step(orderId, 'DELIVERED'),
  )
  await ada.does('shop.orders.update', 'Ada confirms', step(orderId, 'CONFIRMED'))
  await settled()
  await bisi.does('shop.escrow.get', 'Bisi looks at the escrow', { path: { id: escrow.id } })
  await bisi.does('shop.escrow.list', 'Bisi looks at what is held', {
    query: { status: 'CONFIRMED' },
  })
  await ada.quietly('shop.orders.update', step(orderId, 'SHIPPED'))
  await settled()
  await bisi.does('shop.orders.list', 'Bisi looks at what was sent', {
    query: { status: 'SHIPPED' },
  })
  await bisi.quietly('shop.orders.update', step(orderId, 'DELIVERED'))
  await settled()
  const release = { path: { id: escrow.id }, body: { releaseCode: CODE } }
  await bisi.does('shop.escrow.release', 'Bisi has the maps, and gives the code', release)
  await settled()
  await bisi.isRefused('shop.escrow.release', 'CONFLICT', 'It is released', release)
  await bisi.does('shop.orders.get', 'Bisi looks at the order', { path: { id: orderId } })
  await bisi.does('shop.wallet.get', 'Bisi looks what it cost')
  await tooDear({ ada, bisi })
  await bisi.isRefused('shop.escrow.list', 'FORBIDDEN', 'Bisi is no staff', {
    query: { userId: `user_${ada.id}` },
  })
  await bisi.isRefused('shop.escrow.create', 'NOT_FOUND', 'There is no such order', {
    body: { orderId: 'order_999999', releaseCode: CODE },
  })
  await settled()
}

async function tooDear({ ada, bisi }: Pick<People, 'ada' | 'bisi'>): Promise<void> {
  const body = { ...MAP, name: 'The atlas of all harbours', priceBtc: 200 }
  const { id } = await ada.quietly('shop.products.create', { body })
  const order = await bisi.quietly('shop.orders.create', itemsOf(id, 1))
  await bisi.isRefused('shop.orders.update', 'INSUFFICIENT_FUNDS', 'Bisi does not have as much', {
    path: { id: order.id },
    body: { status: 'PAID' },
  })
}

async function disputed({ settled }: World, people: People, map: string): Promise<void> {
  const { ada, bisi, femi, tunde } = people
  const { id: orderId } = await bisi.quietly('shop.orders.create', itemsOf(map))
  const { id } = await bisi.quietly('shop.escrow.create', { body: { orderId, releaseCode: CODE } })
  const path = { id }
  const body = { reason: 'The file cannot be opened.' }
  await bisi.isRefused('shop.escrow.dispute', 'CONFLICT', 'It is not paid', { path, body })
  await settled()
  await bisi.quietly('shop.orders.update', { path: { id: orderId }, body: { status: 'PAID' } })
  await settled()
  await ada.quietly('shop.orders.update', { path: { id: orderId }, body: { status: 'CONFIRMED' } })
  await settled()
  const split = {
    outcome: 'split',
    sellerBtc: '0.0006',
    buyerBtc: '0.0004',
    note: 'Half of it came.',
  }
  await tunde.isRefused('shop.escrow.resolve', 'CONFLICT', 'Nobody disputes it', {
    path,
    body: split,
  })
  const asStaff = 'Tunde is no side of it'
  await tunde.isRefused('shop.escrow.dispute', 'NOT_A_PARTY', asStaff, { path, body })
  await tunde.isRefused('shop.escrow.release', 'NOT_A_PARTY', asStaff, {
    path,
    body: { releaseCode: CODE },
  })
  await femi.isRefused('shop.escrow.dispute', 'NOT_FOUND', 'It is not Femi’s', { path, body })
  await bisi.does('shop.escrow.dispute', 'Bisi cannot open it', { path, body })
  await settled()
  await tunde.does('shop.escrow.resolve', 'Tunde gives each a part', { path, body: split })
  await settled()
}

async function reviewed({ settled }: World, { bisi, femi }: People, map: string): Promise<void> {
  const path = { productId: map }
  const body = { rating: 5, content: 'Sharp in print, and quick.' }
  await femi.isRefused('shop.reviews.create', 'FORBIDDEN', 'Femi has bought none', { path, body })
  const { id } = await bisi.does('shop.reviews.create', 'Bisi is content', { path, body })
  await bisi.isRefused('shop.reviews.create', 'CONFLICT', 'Bisi has said so', { path, body })
  await bisi.isRefused('shop.reviews.markHelpful', 'FORBIDDEN', 'It is Bisi’s own', {
    path: { id },
  })
  await femi.does('shop.reviews.markHelpful', 'Femi finds that helpful', { path: { id } })
  await settled()
  await femi.does('shop.reviews.list', 'Femi reads what is said', { path })
}

async function lookedAt({ femi }: People, { store, map }: { store: string; map: string }) {
  await femi.does('shop.products.list', 'Femi looks for maps', {
    query: {
      category: 'art',
      search: 'harb',
      maxPrice: '0.001',
      sortBy: 'price',
      sortOrder: 'asc',
    },
  })
  await femi.does('shop.products.get', 'Femi looks at one', { path: { id: map } })
  const query = { category: 'art', sortBy: 'sales', verifiedOnly: true }
  await femi.does('shop.sellers.list', 'Femi looks who sells art', { query })
  await femi.does('shop.sellers.get', 'Femi looks at Ada’s store', { path: { id: store } })
}

async function withdrawn({ ada, bisi }: People): Promise<void> {
  const body = { ...MAP, name: 'Map of the old town' }
  const { id } = await ada.quietly('shop.products.create', { body })
  await bisi.isRefused('shop.products.delete', 'FORBIDDEN', 'It is Ada’s', { path: { id } })
  await ada.does('shop.products.delete', 'Ada offers it no more', { path: { id } })
}
