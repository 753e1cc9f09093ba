import { PRODUCT, STORE } from '../shop.ts'
import { shopDeals } from '../shop-deals.ts'
import { type Access, OTHER_ADDRESS, SECRETS, type Sides, type World } from './access.ts'

const RELEASE_CODE = 'secret-release-code'

const stores = new WeakMap<object, Promise<string>>()

/** A seller has one store. */
export function storeOf({ shop }: World, { seller }: Sides): Promise<string> {
  const opened = stores.get(seller) ?? shop.newSeller(seller)
  stores.set(seller, opened)
  return opened
}

export async function newProduct(world: World, sides: Sides) {
  const store = await storeOf(world, sides)
  const product = await world.shop.newProduct(sides.seller, { downloadUrl: SECRETS.download })
  return { store, product }
}

/** A product that the buyer has received. */
async function bought(world: World, sides: Sides) {
  const made = await newProduct(world, sides)
  await shopDeals(world.souk, { ...sides, ...made }).orderIn('COMPLETED')
  return made
}

async function review({ souk, ...world }: World, sides: Sides) {
  const made = await bought({ souk, ...world }, sides)
  const path = `/api/products/${made.product}/reviews`
  const { body } = await souk.post(path, { rating: 5 }, sides.buyer.token)
  return { ...made, review: body.data.id }
}

async function order(world: World, sides: Sides) {
  const { product } = await newProduct(world, sides)
  return { order: await world.shop.newOrder(sides.buyer, product) }
}

/** An escrow with money in it, which its sellers have confirmed. */
async function held(world: World, { seller, buyer }: Sides) {
  const { shop } = world
  const made = await order(world, { seller, buyer })
  const escrow = await shop.newEscrow(buyer, made.order, RELEASE_CODE)
  await shop.step(buyer, made.order, 'PAID')
  await shop.step(seller, made.order, 'CONFIRMED')
  return { ...made, escrow }
}

async function disputed(world: World, sides: Sides) {
  const made = await held(world, sides)
  await world.shop.act(sides.buyer, made.escrow, 'dispute', { reason: SECRETS.reason })
  return made
}

export const shopAccess: Access = {
  matrix: `
operation                    on      | stranger  | seller    | buyer     | staff     | staff seller | staff buyer
shop.products.list           product | +         | +         | +         | +         | +            | +
shop.products.get            product | +         | +         | +         | +         | +            | +
shop.products.create         store   | forbidden | +         | forbidden | forbidden | +            | forbidden
shop.products.update         product | forbidden | +         | forbidden | forbidden | +            | forbidden
shop.products.delete         product | forbidden | +         | forbidden | forbidden | +            | forbidden
shop.sellers.list            store   | +         | +         | +         | +         | +            | +
shop.sellers.get             store   | +         | +         | +         | +         | +            | +
shop.sellers.create          account | +         | -         | -         | +         | -            | -
shop.sellers.update          store   | forbidden | +         | forbidden | forbidden | +            | forbidden
shop.sellers.verify          store   | staff     | staff     | staff     | +         | +            | +
shop.sellers.unverify        store   | staff     | staff     | staff     | +         | +            | +
shop.reviews.list            product | +         | +         | +         | +         | +            | +
shop.reviews.create          bought  | forbidden | forbidden | +         | forbidden | forbidden    | +
shop.reviews.markHelpful     review  | +         | +         | forbidden | +         | +            | forbidden
shop.orders.list             order   | +         | +         | +         | +         | +            | +
shop.orders.get              order   | missing   | +         | +         | +         | +            | +
shop.orders.create           product | +         | input     | +         | +         | input        | +
shop.orders.update           order   | missing   | party     | +         | party     | party        | +
shop.orders.watch            nothing | +         | +         | +         | +         | +            | +
shop.escrow.list             held    | +         | +         | +         | +         | +            | +
shop.escrow.get              held    | missing   | +         | +         | +         | +            | +
shop.escrow.create           order   | missing   | missing   | +         | missing   | missing      | +
shop.escrow.release          held    | missing   | +         | +         | party     | +            | +
shop.escrow.dispute          held    | missing   | +         | +         | party     | +            | +
shop.escrow.resolve          escrow  | staff     | staff     | staff     | +         | party        | party
shop.escrow.watch            nothing | +         | +         | +         | +         | +            | +
shop.wallet.get              nothing | +         | +         | +         | +         | +            | +
shop.wallet.open             nothing | +         | +         | +         | +         | +            | +
shop.wallet.setPayoutAddress nothing | +         | +         | +         | +         | +            | +
`,
  inputs: {
    'shop.products.get': ({ product }) => ({ id: product }),
    'shop.products.create': () => ({ ...PRODUCT, downloadUrl: null }),
    'shop.products.update': ({ product }) => ({ id: product, inStock: false }),
    'shop.products.delete': ({ product }) => ({ id: product }),
    'shop.sellers.get': ({ store }) => ({ id: store }),
    'shop.sellers.create': () => STORE,
    'shop.sellers.update': ({ store }) => ({ id: store, responseTime: '1 hour' }),
    'shop.sellers.verify': ({ store }) => ({ id: store }),
    'shop.sellers.unverify': ({ store }) => ({ id: store }),
    'shop.reviews.list': ({ product }) => ({ productId: product }),
    'shop.reviews.create': ({ product }) => ({ productId: product, rating: 4 }),
    'shop.reviews.markHelpful': ({ review }) => ({ id: review }),
    'shop.orders.get': ({ order }) => ({ id: order }),
    'shop.orders.create': ({ product }) => ({ items: [{ productId: product, quantity: 1 }] }),
    'shop.orders.update': ({ order }) => ({ id: order, status: 'PAID' }),
    'shop.escrow.get': ({ escrow }) => ({ id: escrow }),
    'shop.escrow.create': ({ order }) => ({ orderId: order, releaseCode: RELEASE_CODE }),
    'shop.escrow.release': ({ escrow }) => ({ id: escrow, releaseCode: RELEASE_CODE }),
    'shop.escrow.dispute': ({ escrow }) => ({ id: escrow, reason: SECRETS.reason }),
    'shop.escrow.resolve': ({ escrow }) => ({ id: escrow, outcome: 'refund' }),
    'shop.wallet.setPayoutAddress': () => ({ address: OTHER_ADDRESS }),
  },
  targets: {
    store: async (world, sides) => ({ store: await storeOf(world, sides) }),
    product: newProduct,
    bought,
    review,
    order,
    held,
    escrow: disputed,
  },
  anyone: {
    'shop.products.list': '+',
    'shop.products.get': '+',
    'shop.sellers.list': '+',
    'shop.sellers.get': '+',
    'shop.reviews.list': '+',
  },
}
