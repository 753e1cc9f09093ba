import type { Call } from '../call.ts'
import type { Side } from '../side.ts'
import { largeSeller, ownStore } from './shop.ts'

const REQUESTS = '/api/v1/requests'
const asked = { title: 'A map', description: 'Of any harbour there is' }

/** Somebody new, for one has only so many open requests. */
async function asker({ souk, newName }: Side) {
  const { token } = await souk.signUp(newName())
  return { token }
}

async function newRequest(side: Side) {
  const { token } = await asker(side)
  const { id } = (await side.souk.post(REQUESTS, token, asked)) as { id: string }
  return { token, id }
}

async function newOffer(side: Side) {
  await ownStore(side)
  const { token, id: request } = await newRequest(side)
  const path = `${REQUESTS}/${request}/offers`
  const { id } = (await side.souk.post(path, side.people.seller.token, { price: 20 })) as {
    id: number
  }
  return { token, id }
}

async function requestForSeller(side: Side) {
  await ownStore(side)
  return { id: (await newRequest(side)).id }
}
const offerOfSeller = async (side: Side) => ({ id: (await newOffer(side)).id })

const lists = (operation: Call['operation'], queries: readonly string[]): Call[] => [
  { operation },
  ...queries.map((query): Call => ({ operation, query })),
]

const first = async () => ({ id: 'REQ_1' })
/** Whoever has asked most: the offers on all of it are many too. */
const ofFirst = (side: Side) =>
  side.once('first asker', async ({ client }) => {
    const { rows } = await client.query(
      'update requests set status = $1 where id = 1 returning user_id',
      ['FULFILLED'],
    )
    const token = `cs_first_asker_of_growth`
    await client.query(
      `insert into access_tokens (user_id, token_hash, created_at) values ($1, sha256($2::bytea), now())
       on conflict (user_id) do update set token_hash = excluded.token_hash`,
      [rows[0].user_id, token],
    )
    return { token, id: 'REQ_1' }
  })

export const requestCalls: readonly Call[] = [
  ...lists(`GET ${REQUESTS}`, [
    'status=open',
    'status=closed',
    'page=50',
    'search=word7',
    'search=only77',
    'search=request&status=closed',
    'search=word7&status=open',
    'search=nowhere',
  ]),
  { operation: `POST ${REQUESTS}`, given: asker, body: asked },
  { operation: `GET ${REQUESTS}/my-requests`, given: largeSeller },
  { operation: `GET ${REQUESTS}/my-requests`, query: 'status=open', given: largeSeller },
  { operation: `GET ${REQUESTS}/offers/mine`, given: largeSeller },
  { operation: `GET ${REQUESTS}/{id}`, given: ofFirst },
  { operation: `GET ${REQUESTS}/{id}`, given: first, as: 'buyer' },
  { operation: `PUT ${REQUESTS}/{id}`, given: newRequest, body: { title: 'Two maps' } },
  { operation: `PUT ${REQUESTS}/{id}/status`, given: newRequest, body: { status: 'CLOSED' } },
  { operation: `DELETE ${REQUESTS}/{id}`, given: newRequest },
  { operation: `GET ${REQUESTS}/{id}/offers`, given: ofFirst },
  { operation: `GET ${REQUESTS}/{id}/offers`, query: 'page=50', given: ofFirst },
  {
    operation: `POST ${REQUESTS}/{id}/offers`,
    given: requestForSeller,
    body: { price: 20 },
    as: 'seller',
  },
  { operation: `POST ${REQUESTS}/offers/{id}/accept`, given: newOffer },
  { operation: `POST ${REQUESTS}/offers/{id}/reject`, given: newOffer },
  { operation: `GET ${REQUESTS}/offers/mine`, query: 'page=50', given: largeSeller },
  { operation: `POST ${REQUESTS}/offers/{id}/withdraw`, given: offerOfSeller, as: 'seller' },
]
