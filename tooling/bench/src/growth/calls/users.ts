import type { Call } from '../call.ts'
import type { Side } from '../side.ts'

const USERS = '/api/v1/users'
const password = 'a good password'

const newcomer = async (side: Side) => ({ name: side.newName() })

async function member(side: Side) {
  const email = `${side.newName()}@example.com`
  const { access_token: token } = (await side.souk.post(`${USERS}/register`, undefined, {
    email,
    password,
  })) as { access_token: string }
  return { email, token }
}
const knownMember = (side: Side) => side.once('app user', member)

export const userCalls: readonly Call[] = [
  {
    operation: `POST ${USERS}/register`,
    given: newcomer,
    body: ({ name }) => ({
      email: `${name}@example.com`,
      password,
      account_type: 'seller',
      seller_data: { shop_name: `Store of ${name}` },
    }),
  },
  {
    operation: `POST ${USERS}/login`,
    given: async (side) => ({ email: (await knownMember(side)).email }),
    body: ({ email }) => ({ email, password }),
  },
  { operation: `POST ${USERS}/logout`, given: member },
  { operation: `GET ${USERS}/profile`, as: 'seller' },
  {
    operation: `PUT ${USERS}/profile`,
    body: { profile_picture: 'https://example.com/a.png' },
    as: 'seller',
  },
]
