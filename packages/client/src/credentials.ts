import type { ClientOptions } from './options.ts'

/** The token a call was sent with. */
export interface Credential {
  readonly token: string | undefined
  /** How many renewals had ended when it was read. */
  readonly age: number
}

export interface Credentials {
  /** The token to send now; waits for a renewal that is under way. */
  current(): Promise<Credential>
  /**
   * Replaces a token that was refused. All who ask for the same one share one `onAuthError`, also
   * those whose refusal arrives when it has already ended.
   * @returns undefined when there is no other token
   * @throws what `onAuthError` throws
   */
  renew(refused: Credential): Promise<Credential | undefined>
}

type Renewal = Promise<Credential | undefined>

export function createCredentials(
  options: Pick<ClientOptions, 'token' | 'getToken' | 'onAuthError'>,
): Credentials {
  const { token, getToken = () => token, onAuthError } = options
  let age = 0
  let given: string | undefined
  let renewed: string | undefined
  let running: Renewal | undefined
  let last: Renewal = Promise.resolve(undefined)

  async function read(): Promise<Credential> {
    const now = (await getToken()) ?? undefined
    // What onAuthError gave counts until the application itself gives something else.
    if (now !== given) renewed = undefined
    given = now
    return { token: renewed ?? now, age }
  }

  async function ask(refused: Credential): Renewal {
    try {
      const fresh = await onAuthError?.()
      if (fresh) renewed = fresh
    } finally {
      age += 1
      running = undefined
    }
    const now = await read()
    // Without a token the credential is a cookie, which a log-in replaces unseen.
    const mayHaveChanged = onAuthError !== undefined && now.token === undefined
    return now.token !== refused.token || mayHaveChanged ? now : undefined
  }

  return {
    async current() {
      await running?.catch(() => {})
      return read()
    },
    async renew(refused) {
      if (!running) {
        const now = await read()
        if (now.token !== refused.token) return now
      }
      if (refused.age < age) return last
      if (!running) {
        running = ask(refused)
        last = running
      }
      return running
    },
  }
}
