import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { getSettings } from './get-settings.ts'
import { listCoins } from './list-coins.ts'
import { listUsers } from './list-users.ts'
import { disableCoin, enableCoin } from './switch-coin.ts'
import { updateSettings } from './update-settings.ts'

type Staff = typeof contract.staff

/** What staff look after that is no other domain's: users and coins (document 4). */
export const staff = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    staff: {
      users: { list: listUsers } satisfies Verbs<Staff['users']>,
      coins: { list: listCoins, enable: enableCoin, disable: disableCoin } satisfies Verbs<
        Staff['coins']
      >,
      settings: { get: getSettings, update: updateSettings } satisfies Verbs<Staff['settings']>,
    },
  },
} satisfies Domain
