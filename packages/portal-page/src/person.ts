import { signal } from '@preact/signals'
import { createClient, type Fetch, type SoukClient } from '@souk/client'

/** Without cookies: two people are signed in on one page. */
const fetch: Fetch = (url, init) => globalThis.fetch(url, { ...init, credentials: 'omit' })

const visitor = createClient({ url: '/', fetch })

/** So often is a call tried that Souk may start anew meanwhile. */
const PATIENT = { attempts: 10, maxDelayMs: 5000 }

/** What somebody has of a coin: to use, and held for a deal. */
export interface Funds {
  readonly available: string
  readonly held: string
}

/** One of the two who trade. */
export interface Person {
  readonly username: string
  readonly client: SoukClient
  readonly funds: { readonly value: Funds | undefined }
  /** Asks how much they have now. */
  loadFunds(): Promise<void>
}

/** Signs somebody up under a name that nobody has. @throws SoukClientError if refused */
export async function signUp(name: string): Promise<Person> {
  const random = crypto.getRandomValues(new Uint32Array(8))
  const username = `${name}-${random[0]?.toString(36)}`
  const account = { username, password: random.join('-') }
  await visitor.auth.signUp.mutate(account)
  let session = await visitor.auth.login.mutate(account)
  const client = createClient({
    url: '/',
    fetch,
    retry: PATIENT,
    getToken: () => session.access,
    onAuthError: async () => {
      session = await visitor.auth.refresh.mutate({ refresh: session.refresh })
    },
  })
  const funds = signal<Funds | undefined>(undefined)
  return {
    username,
    client,
    funds,
    async loadFunds() {
      const wallets = await client.wallet.get.query()
      funds.value = wallets.find(({ currency, wallet }) => currency === 'btc' && wallet === 'p2p')
    },
  }
}
