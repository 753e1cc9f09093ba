import { Client } from 'pg'
import type { Account, RunningSouk } from '../souk.ts'
import type { World } from '../world.ts'
import { planBy } from './reads.ts'
import type { Person, Side } from './side.ts'

/** Those of an earlier run on the same databases keep their names. */
const RUN = Date.now().toString(36)

const STAFF = { username: 'manager', password: 'the password of staff' }

/** Starts a Souk on a database, and lets some people sign up. */
export async function openSide(world: World, url: string): Promise<Side> {
  const client = new Client({ connectionString: url })
  await client.connect()
  world.cleanup.add(() => void client.end())
  // As it was before an earlier run on the same database.
  await planBy(client, 'auto')
  const souk = await world.startSouk({
    DATABASE_URL: url,
    ADMIN_USERNAME: STAFF.username,
    ADMIN_PASSWORD: STAFF.password,
    SECOND_APPROVAL_ABOVE: 'usdt=1000',
    // Its connections are ended under it.
    LOG_LEVEL: 'fatal',
  })
  const made = new Map<string, Promise<unknown>>()
  let names = 0
  const side: Side = {
    souk,
    client,
    people: await people(souk),
    once<T>(what: string, make: (side: Side) => Promise<T>) {
      const known = made.get(what) ?? make(side)
      made.set(what, known)
      return known as Promise<T>
    },
    newName() {
      names += 1
      return `newcomer${names}.${RUN}`
    },
  }
  return side
}

async function people(souk: RunningSouk): Promise<Record<Person, Account>> {
  const member = async (username: string) => {
    const account = { username, email: `${username}@example.com`, password: 'a good password' }
    await souk.post('/auth/register', undefined, account)
    return logIn(souk, account)
  }
  return {
    seller: await member(`the-seller.${RUN}`),
    buyer: await member(`the-buyer.${RUN}`),
    staff: await logIn(souk, STAFF),
  }
}

async function logIn(
  souk: RunningSouk,
  { username, password }: { username: string; password: string },
): Promise<Account> {
  const { token, user } = (await souk.post('/login', undefined, { username, password })) as {
    token: string
    user: { id: number }
  }
  return { id: user.id, token }
}
