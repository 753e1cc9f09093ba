import { SoukError } from '@souk/contract'
import { createStaticRates, resetTwoFactorByName } from '@souk/core'
import { createLocalBus } from '@souk/realtime'
import { type Config, ConfigError } from '../config/config.ts'
import { createCoreDeps, systemContext } from '../deps.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/** `souk staff reset-two-factor <username>`: for whoever has lost it, where no two members are left. */
export async function resetTwoFactor(config: Config, username: string): Promise<void> {
  await withDatabase(config, { migrate: true }, async (database) => {
    const outside = { rates: createStaticRates({}) }
    const deps = await createCoreDeps(config, database, createLocalBus(), outside)
    try {
      const account = await resetTwoFactorByName(systemContext(deps, database), username)
      print(`${account.username} has no two-factor authentication any more (user ${account.id}).`)
    } catch (error) {
      throw error instanceof SoukError ? new ConfigError(error.message) : error
    }
  })
}
