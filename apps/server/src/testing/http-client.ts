import { checkAnswer } from './openapi-check.ts'

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
  readonly headers: Headers
}

/** How many answers there are of each status, like `{ 200: 1, 409: 49 }`, or of each message. */
export function tally(
  answers: readonly Answer[],
  by: 'status' | 'message' = 'status',
): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { status, body } of answers) {
    const kind = by === 'status' ? status : body.message
    counted[kind] = (counted[kind] ?? 0) + 1
  }
  return counted
}

export interface RequestOptions {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A signed-in user of a test. */
export interface TestUser {
  readonly id: number
  readonly username: string
  readonly password: string
  readonly token: string
}

export interface HttpClient {
  readonly url: string
  /** Every answer is held against the OpenAPI document, and one that differs is an error. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  get(path: string, token?: string): Promise<Answer>
  post(path: string, body?: unknown, token?: string): Promise<Answer>
  /** Registers and logs in. */
  signUp(username: string): Promise<TestUser>
  /** Logs in and gives the access token. */
  logIn(username: string, password: string): Promise<string>
}

/** A form says itself what it is. */
const isJsonBody = (body: unknown) => body !== undefined && !(body instanceof FormData)

const asJson = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body))

export function createHttpClient(url: string): HttpClient {
  async function request(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const { token, body, headers } = options
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(isJsonBody(body) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isJsonBody(body) ? asJson(body) : (body as FormData) }),
      redirect: 'manual',
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    const answer = {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    }
    checkAnswer({ method, path, ...answer })
    return answer
  }

  const post = (path: string, body?: unknown, token?: string) =>
    request('POST', path, { body, token })

  async function logIn(username: string, password: string): Promise<string> {
    const { status, body } = await post('/login', { username, password })
    if (status !== 200) throw new Error(`log-in of ${username} failed: ${JSON.stringify(body)}`)
    return body.token
  }

  return {
    url,
    request,
    get: (path, token) => request('GET', path, { token }),
    post,
    logIn,
    async signUp(username) {
      const password = `${username}-secret-1`
      const { status, body } = await post('/register', { username, password })
      if (status !== 201) throw new Error(`sign-up failed: ${JSON.stringify(body)}`)
      return { id: body.id, username, password, token: await logIn(username, password) }
    },
  }
}
