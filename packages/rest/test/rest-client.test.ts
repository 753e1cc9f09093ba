import { describe, expect, expectTypeOf, test } from 'vitest'
import { type components, createRestClient } from '../src/index.ts'

const trade = {
  id: 7,
  asset: 'BTC',
  amount: '1.00',
  status: 'open',
  seller_name: 'alice',
  buyer_name: null,
} as const

type Credential = { token?: string } | { getToken: () => Promise<string | undefined> }

/** A client whose requests are remembered and all answered alike. */
function clientWith(credential: Credential, answer: () => Response) {
  const sent: Request[] = []
  const fetch = async (request: Request) => {
    sent.push(request)
    return answer()
  }
  return { client: createRestClient({ url: 'https://souk.test/', fetch, ...credential }), sent }
}

describe('a request', () => {
  test('goes to the documented path, with the token', async () => {
    const { client, sent } = clientWith({ token: 'secret' }, () => Response.json(trade))
    const { data, error } = await client.GET('/trades/{id}', { params: { path: { id: 7 } } })
    expect(sent[0]?.url).toBe('https://souk.test/trades/7')
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer secret')
    expect(error).toBeUndefined()
    expect(data?.seller_name).toBe('alice')
  })

  test('asks for its token each time', async () => {
    const tokens = ['first', undefined]
    const { client, sent } = clientWith({ getToken: async () => tokens.shift() }, () =>
      Response.json([]),
    )
    await client.GET('/trades')
    await client.GET('/trades')
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer first', null])
  })

  test('that is refused gives the error', async () => {
    const refusal = { message: 'Insufficient balance', code: 'INSUFFICIENT_FUNDS' }
    const { client } = clientWith({}, () => Response.json(refusal, { status: 400 }))
    const body = { asset: 'BTC', amount: '1000' } as const
    const { data, error, response } = await client.POST('/trades', { body })
    expect(data).toBeUndefined()
    expect(error).toEqual(refusal)
    expect(response.status).toBe(400)
  })
})

test('wrong fields are errors of the compiler', () => {
  const { client } = clientWith({}, () => Response.json(trade))
  const wrong = async () => {
    // @ts-expect-error: an amount is no boolean
    await client.POST('/trades', { body: { asset: 'BTC', amount: true } })
    // @ts-expect-error: no such path
    await client.GET('/nothing')
    const { data } = await client.GET('/trades/{id}', { params: { path: { id: 7 } } })
    // @ts-expect-error: no such field
    return data?.price
  }
  expectTypeOf(wrong).toBeFunction()
  expectTypeOf<components['schemas']['Trade']['amount']>().toBeString()
})
