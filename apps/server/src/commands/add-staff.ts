import { contract, SoukError } from '@souk/contract'
import { createStaticRates, ensureStaff } from '@souk/core'
import { createLocalBus } from '@souk/realtime'
import { type Config, ConfigError } from '../config/config.ts'
import { createCoreDeps, systemContext } from '../deps.ts'
import { print } from './print.ts'
import { readPassword } from './read-password.ts'
import { withDatabase } from './with-database.ts'

/** Staff choose their names and passwords under the same rules as everybody. */
const StaffAccount = contract.auth.signUp.input.pick({ username: true, password: true })

/** A staff account needs neither prices nor mail. */
const NOTHING_OUTSIDE = { rates: createStaticRates({}) }

/** A refusal in words for whoever sits at the shell. */
function refusal(error: unknown): never {
  throw error instanceof SoukError ? new ConfigError(error.message) : error
}

/** `souk staff add <username>`: the password is asked for, or read from standard input. */
export async function addStaff(config: Config, username: string): Promise<void> {
  const password = await readPassword(`Password for ${username}: `)
  const parsed = StaffAccount.safeParse({ username, password })
  if (!parsed.success) {
    const said = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new ConfigError(said.join('\n'))
  }
  await withDatabase(config, { migrate: true }, async (database) => {
    const deps = await createCoreDeps(config, database, createLocalBus(), NOTHING_OUTSIDE)
    const ensured = await ensureStaff(systemContext(deps, database), parsed.data).catch(refusal)
    const { account, wasThere } = ensured
    if (wasThere) print(`${account.username} had an account already, with all that is in it.`)
    print(`${account.username} is staff (user ${account.id}).`)
  })
}
