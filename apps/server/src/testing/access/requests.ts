import { type Access, SECRETS, type Sides, type World } from './access.ts'
import { storeOf } from './shop.ts'

const REQUESTS = '/api/v1/requests'

/** A request of the buyer's. Those before are closed, for somebody has only so many open ones. */
async function request({ souk }: World, { buyer }: Sides) {
  await souk.sql(`update requests set status = 'CLOSED'
                   where user_id = ${buyer.id} and status = 'OPEN'`)
  const asked = { title: 'A map', description: 'Of any harbour there is.' }
  const { body } = await souk.post(REQUESTS, asked, buyer.token)
  return { request: Number(body.id.slice(4)) }
}

/** The same, and the seller has a store. */
async function asked(world: World, sides: Sides) {
  await storeOf(world, sides)
  return request(world, sides)
}

/** The same with an offer of the seller's. */
async function offered(world: World, sides: Sides) {
  const made = await asked(world, sides)
  const path = `${REQUESTS}/${made.request}/offers`
  const { body } = await world.souk.post(
    path,
    { price: 20, message: SECRETS.offered },
    sides.seller.token,
  )
  return { ...made, offer: body.id }
}

export const requestsAccess: Access = {
  matrix: `
operation                on      | stranger  | seller  | buyer     | staff     | staff seller | staff buyer
requests.list            offered | +         | +       | +         | +         | +            | +
requests.mine            offered | +         | +       | +         | +         | +            | +
requests.get             offered | +         | +       | +         | +         | +            | +
requests.create          account | +         | -       | -         | +         | -            | -
requests.update          offered | party     | party   | +         | party     | party        | +
requests.setStatus       offered | party     | party   | +         | +         | +            | +
requests.delete          offered | party     | party   | +         | +         | +            | +
requests.offers.list     offered | +         | +       | +         | +         | +            | +
requests.offers.mine     offered | +         | +       | +         | +         | +            | +
requests.offers.create   asked   | forbidden | +       | forbidden | forbidden | +            | forbidden
requests.offers.accept   offered | missing   | party   | +         | missing   | party        | +
requests.offers.reject   offered | missing   | party   | +         | missing   | party        | +
requests.offers.withdraw offered | missing   | +       | party     | missing   | +            | party
`,
  inputs: {
    'requests.get': ({ request }) => ({ id: request }),
    'requests.create': () => ({ title: 'A map', description: 'Of any harbour there is.' }),
    'requests.update': ({ request }) => ({ id: request, title: 'Two maps' }),
    'requests.setStatus': ({ request }) => ({ id: request, status: 'CLOSED' }),
    'requests.delete': ({ request }) => ({ id: request }),
    'requests.offers.list': ({ request }) => ({ id: request }),
    'requests.offers.create': ({ request }) => ({ id: request, price: '20' }),
    'requests.offers.accept': ({ offer }) => ({ id: offer }),
    'requests.offers.reject': ({ offer }) => ({ id: offer }),
    'requests.offers.withdraw': ({ offer }) => ({ id: offer }),
  },
  targets: { asked, offered },
  anyone: { 'requests.list': '+', 'requests.get': '+' },
}
