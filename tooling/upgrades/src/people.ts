import type { HttpClient, TestUser } from '@souk/server/testing/http-client'

/** By e-mail address and with a name: those who get mail. */
const WITH_ADDRESS = ['adaeze', 'bisi'] as const
const OTHERS = [
  'chidi',
  'dayo',
  'emeka',
  'femi',
  'gbenga',
  'hauwa',
  'ife',
  'jide',
  'kemi',
  'lanre',
] as const
type Name = (typeof WITH_ADDRESS)[number] | (typeof OTHERS)[number]

export type People = Readonly<Record<Name, TestUser>>

/** Everybody's password, as the test of upgrades knows it. */
export const passwordOf = (username: string) => `${username}-secret-1`

/** Whom the mail server refuses for now: their mail waits. */
export const LATER = 'adaeze@example.com'

/** A client to whom nothing is refused: a refusal ends the recording. */
export function strict(http: HttpClient): HttpClient {
  const request: HttpClient['request'] = async (method, path, options) => {
    const answer = await http.request(method, path, options)
    if (answer.status < 400) return answer
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return {
    ...http,
    request,
    get: (path, token) => request('GET', path, { token }),
    post: (path, body, token) => request('POST', path, { body, token }),
  }
}

export async function signUpAll(souk: HttpClient): Promise<People> {
  const people: Partial<Record<Name, TestUser>> = {}
  for (const name of WITH_ADDRESS) people[name] = await register(souk, name)
  for (const name of OTHERS) people[name] = await souk.signUp(name)
  return people as People
}

async function register(souk: HttpClient, username: string): Promise<TestUser> {
  const [password, email] = [passwordOf(username), `${username}@example.com`]
  const name = { first_name: username, last_name: 'Example' }
  const { body } = await souk.post('/auth/register', { username, email, password, ...name })
  const token = await souk.logIn(username, password)
  return { id: body.entity.user_number, username, password, token }
}

/** Sessions that are refreshed, ended by their owner, or ended by a new password. */
export async function useSessions(souk: HttpClient, { femi, gbenga }: People): Promise<void> {
  const logIn = async ({ username, password }: Pick<TestUser, 'username' | 'password'>) =>
    (await souk.post('/auth/login', { username, password })).body.entity
  const { refresh } = await logIn(femi)
  await souk.post('/auth/refresh', { refresh })
  await souk.post('/auth/logout', {}, (await logIn(femi)).access)
  const change = { current_password: gbenga.password, new_password: 'for a while' }
  await souk.post('/auth/password', change, gbenga.token)
  const back = { current_password: 'for a while', new_password: gbenga.password }
  await souk.post('/auth/password', back, gbenga.token)
}
