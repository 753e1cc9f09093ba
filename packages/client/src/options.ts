/** A token, or nothing where nobody is signed in. */
type MaybeToken = string | null | undefined

/** A form, wherever the platform has them; not all that use the SDK know their type. */
type WebForm = typeof globalThis extends { FormData: { prototype: infer F } } ? F : never

type WebBlob = typeof globalThis extends { Blob: { prototype: infer B } } ? B : never

/** The part of `fetch` the client needs. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>

export interface FetchInit {
  method: string
  headers: Record<string, string>
  /** A form where a file is sent. */
  body?: string | WebForm
  signal: AbortSignal
}

export interface FetchResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  /** For files. */
  blob?(): Promise<WebBlob>
}

/** The part of a WebSocket class the client needs; those of browsers, Node and `ws` have it. */
export interface WebSocketClass {
  new (url: string): { readonly readyState: number; send(data: string): void; close(): void }
  readonly OPEN: number
  readonly CLOSING: number
  readonly CLOSED: number
}

/** How often and how patiently a call is repeated. */
export interface RetryOptions {
  /** Attempts in all, the first one included; 4 unless said. */
  readonly attempts?: number
  /** Milliseconds before the first repetition, at most; doubled for each further one; 300. */
  readonly minDelayMs?: number
  /** The longest wait. Where Souk asks for a longer one, the call fails at once; 10,000. */
  readonly maxDelayMs?: number
}

interface CommonOptions {
  /** Where Souk is: `https://souk.example`. In a browser `/` means the page's own server. */
  readonly url: string | URL
  /** Instead of the global one; to send cookies to another site, for example. */
  readonly fetch?: Fetch | undefined
  /** Instead of the global one; needed for subscriptions on Node 20, which has none. */
  readonly WebSocket?: WebSocketClass | undefined
  /**
   * Called when the token is no longer accepted, once for all calls that meet this at the same
   * time. Get a new token (with `client.auth.refresh`), keep it, and return it: the calls are then
   * repeated. Return nothing, or throw, and they fail. In here, call only procedures that need no
   * token: all others wait for the end of this function.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing will do
  readonly onAuthError?: (() => MaybeToken | void | Promise<MaybeToken | void>) | undefined
  /** `false` for no repetition at all. */
  readonly retry?: RetryOptions | false | undefined
}

/** A fixed token, or a function that is asked before each call. */
type TokenOptions =
  | { readonly token?: MaybeToken; readonly getToken?: never }
  | { readonly getToken: () => MaybeToken | Promise<MaybeToken>; readonly token?: never }

export type ClientOptions = CommonOptions & TokenOptions
