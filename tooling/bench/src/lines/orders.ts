import type { PoolClient } from 'pg'
import { BY, measureDeals, type Pair, prepared } from '../deals.ts'
import { processorRow, type Row, ratioRow } from '../report.ts'
import type { RunningSouk, World } from '../world.ts'

/** Each seller has a product of their own, of which all orders together leave some. */
interface Side extends Pair {
  readonly product: number
}

/** An order placed and paid: ours over HTTP, against its functions on the database alone. */
export async function orders(world: World): Promise<Row[]> {
  const { ours, onPg, processorTime } = await measureDeals<Side>(world, {
    prefix: 'order',
    clients: 16,
    prepare: offer,
    overHttp,
    onPg: [preparedOrder],
  })
  const [functions = 0] = onPg
  const line = 'order placed and paid, HTTP'
  return [
    ratioRow(line, 'its functions on pg', ours, functions, 0.5),
    processorRow(line, processorTime, 4),
  ]
}

interface Made {
  readonly data: { readonly id: string }
}

async function offer(souk: RunningSouk, pair: Pair): Promise<Side> {
  const { token } = pair.seller
  await souk.post('/api/sellers', token, { storeName: `Store ${pair.seller.id}` })
  const made = (await souk.post('/api/products', token, {
    name: 'Map of the harbour',
    priceBtc: '0.00000001',
    category: 'Art & Design',
    stockQuantity: 1_000_000_000,
  })) as Made
  return { ...pair, product: Number(made.data.id.replace('product_', '')) }
}

async function overHttp(souk: RunningSouk, { buyer, product }: Side): Promise<void> {
  const items = [{ productId: product, quantity: 1 }]
  const { data } = (await souk.post('/api/orders', buyer.token, { items })) as Made
  await souk.call('PUT', `/api/orders/${data.id}`, buyer.token, { status: 'PAID' })
}

const CREATE = `select "order" from create_order(${BY},
  jsonb_build_array(jsonb_build_object('productId', $2::bigint, 'quantity', 1)), 60000, 0, null)`
const PAY = `select "order" from transition_order(${BY}, $2, 'pay', null, '{PENDING/buyer}', '{PAID}')`

/** The same two, each a single prepared statement. */
async function preparedOrder(client: PoolClient, { buyer, product }: Side): Promise<void> {
  const run = prepared(client)
  const { id } = (await run('bench-order', CREATE, [buyer.id, product])).order
  await run('bench-pay-order', PAY, [buyer.id, id])
}
