import createFetchClient, { type Client } from 'openapi-fetch'
import type { paths } from './schema.d.ts'

export type { components, operations, paths } from './schema.d.ts'

/** A token, or nothing where nobody is signed in. */
type MaybeToken = string | null | undefined

interface CommonOptions {
  /** Where Souk is: `https://souk.example`. In a browser `/` means the page's own server. */
  readonly url: string | URL
  /** Instead of the global one; to send cookies to another site, for example. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined
}

/** A fixed token, or a function that is asked before each request. */
type TokenOptions =
  | { readonly token?: MaybeToken; readonly getToken?: never }
  | { readonly getToken: () => MaybeToken | Promise<MaybeToken>; readonly token?: never }

export type RestClientOptions = CommonOptions & TokenOptions

/** openapi-fetch's client of Souk's REST paths. */
export type RestClient = Client<paths>

/**
 * Makes a client of Souk's documented REST paths.
 *
 *     const souk = createRestClient({ url: 'https://souk.example', token })
 *     const { data, error } = await souk.GET('/trades/{id}', { params: { path: { id: 7 } } })
 */
export function createRestClient(options: RestClientOptions): RestClient {
  const { url, fetch, token, getToken = () => token } = options
  const baseUrl = String(url).replace(/\/+$/, '')
  const client = createFetchClient<paths>({ baseUrl, ...(fetch && { fetch }) })
  client.use({
    async onRequest({ request }) {
      const bearer = await getToken()
      if (bearer) request.headers.set('authorization', `Bearer ${bearer}`)
    },
  })
  return client
}
