import type { Actor } from '../recorder.ts'
import { TUNDE, type World } from '../world.ts'

/** Somebody with an account. */
export interface Person extends Actor {
  readonly id: number
  readonly uuid: string
  readonly username: string
  readonly password: string
  readonly token: string
}

/** Ada sells, Bisi buys, Chidi has a store, Femi and Kemi come by; Tunde is staff. */
export interface People {
  readonly ada: Person
  readonly bisi: Person
  readonly chidi: Person
  readonly femi: Person
  readonly kemi: Person
  readonly tunde: Person
}

const ADA = {
  username: 'ada',
  email: 'ada@example.com',
  password: 'seven green lanterns',
  fullname: 'Ada Okafor',
  first_name: 'Ada',
  last_name: 'Okafor',
}
const BISI = {
  username: 'bisi',
  email: 'bisi@example.com',
  password: 'a heron on the roof',
  first_name: 'Bisi',
  last_name: 'Adeyemi',
}
const CHIDI = { email: 'chidi@example.com', password: 'a kiln in the garden' }

/** Everybody registers and signs in, each by another door. */
export async function signUpAll(world: World): Promise<People> {
  const { anybody } = world
  await anybody.does('auth.signUp', 'Ada registers', { body: ADA })
  await anybody.isRefused('auth.signUp', 'ALREADY_REGISTERED', 'The name is taken', { body: ADA })
  await anybody.does('auth.register', 'Bisi registers', { body: BISI })
  const again = { body: { ...BISI, email: 'another.bisi@example.com' } }
  await anybody.isRefused('auth.register', 'ALREADY_REGISTERED', 'The name is taken', again)
  const { username, password } = ADA
  const ada = await anybody.does('auth.login', 'Ada logs in', { body: { username, password } })
  const wrong = { body: { username, password: 'eight green lanterns' } }
  await anybody.isRefused('auth.login', 'INVALID_CREDENTIALS', 'The password is wrong', wrong)
  const byMail = { email: BISI.email, password: BISI.password }
  const bisi = await anybody.does('auth.login.entity', 'Bisi logs in', { body: byMail })
  const misspelt = { body: { ...byMail, email: 'bisy@example.com' } }
  await anybody.isRefused('auth.login.entity', 'INVALID_CREDENTIALS', 'No such address', misspelt)
  const chidi = await registerAsSeller(world)
  const femi = await registerQuietly(world, 'femi', 'Femi Bello')
  const kemi = await registerQuietly(world, 'kemi', 'Kemi Balogun')
  const tunde = await anybody.quietly('auth.login.entity', { body: TUNDE })
  return {
    ada: await person(world, ADA, ada.cookie),
    bisi: await person(world, BISI, bisi.cookie),
    chidi: await person(world, { username: 'chidi', password: CHIDI.password }, chidi),
    femi,
    kemi,
    tunde: await person(world, TUNDE, tunde.cookie),
  }
}

/** Chidi, who comes with a store. @returns the token */
async function registerAsSeller({ anybody }: World): Promise<string> {
  const store = { shop_name: 'Chidi’s Pottery', description: 'Cups, bowls and plates.' }
  const body = { ...CHIDI, username: 'chidi', account_type: 'seller', seller_data: store }
  await anybody.does('users.register', 'Chidi registers, with a store', { body })
  await anybody.isRefused('users.register', 'ALREADY_REGISTERED', 'The name is taken', { body })
  const { cookie } = await anybody.does('users.login', 'Chidi logs in', { body: CHIDI })
  const wrong = { body: { ...CHIDI, password: 'a kiln' } }
  await anybody.isRefused('users.login', 'INVALID_CREDENTIALS', 'The password is wrong', wrong)
  return cookie
}

async function registerQuietly(world: World, username: string, fullname: string): Promise<Person> {
  const password = `${username} and ten paper boats`
  const email = `${username}@example.com`
  await world.anybody.quietly('auth.register', { body: { username, email, password, fullname } })
  return person(world, { username, password }, await sessionOf(world, { username, password }))
}

type Credentials = Pick<Person, 'username' | 'password'>

/** Another session of somebody’s. @returns its token */
export async function sessionOf({ anybody }: World, { username, password }: Credentials) {
  const { cookie } = await anybody.quietly('auth.login', { body: { username, password } })
  return cookie as string
}

async function person(
  { as, souk }: World,
  { username, password }: Credentials,
  token: string,
): Promise<Person> {
  const found = await souk.sql(`select id, uuid from users where username = '${username}'`)
  const [{ id, uuid }] = found as [{ id: string; uuid: string }]
  return { ...as(token), id: Number(id), uuid, username, password, token }
}
