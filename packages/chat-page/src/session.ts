import { createClient, type Fetch, type SoukClient } from '@souk/client'

/** Somebody as others of this browser may know them. */
export interface Person {
  readonly id: number
  readonly uuid: string
  readonly username: string
}

/** Who is signed in, in this tab. */
export interface Session extends Person {
  readonly access: string
  readonly refresh: string
}

/** Kept for the tab alone: two tabs are two people. */
const PLACE = 'souk-chat-session'

/** Without cookies, which all tabs of a browser share. */
const fetch: Fetch = (url, init) => globalThis.fetch(url, { ...init, credentials: 'omit' })

const visitor = createClient({ url: '/', fetch })

/** Who was signed in before the page was loaded anew. */
export function keptSession(): Session | undefined {
  const kept = sessionStorage.getItem(PLACE)
  return kept === null ? undefined : (JSON.parse(kept) as Session)
}

function keep(session: Session): Session {
  sessionStorage.setItem(PLACE, JSON.stringify(session))
  return session
}

/** Forgets who is signed in, here; the session at Souk ends by itself. */
export function forgetSession(): void {
  sessionStorage.removeItem(PLACE)
}

/** Makes an account with a password that nobody gets to know. @throws SoukClientError if refused */
export async function signUp(username: string): Promise<Session> {
  const account = { username, password: crypto.getRandomValues(new Uint32Array(8)).join('-') }
  await visitor.auth.signUp.mutate(account)
  return sessionOf(await visitor.auth.login.mutate(account))
}

type Login = Awaited<ReturnType<typeof visitor.auth.login.mutate>>

function sessionOf({ access, refresh, user: { id, uuid, username } }: Login): Session {
  return keep({ id, uuid, username, access, refresh })
}

/** So often is a call tried that Souk may start anew meanwhile. */
const PATIENT = { attempts: 10, maxDelayMs: 5000 }

/** A client in somebody's name, which renews their tokens. */
export function clientOf(first: Session): SoukClient {
  let session = first
  return createClient({
    url: '/',
    fetch,
    retry: PATIENT,
    getToken: () => session.access,
    onAuthError: async () => {
      session = sessionOf(await visitor.auth.refresh.mutate({ refresh: session.refresh }))
    },
  })
}
