import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import { secondFactorEntities } from './entities.ts'
import { unreadableApps } from './unreadable.ts'

const removeDevices = statement<object>(
  'clean-up-remembered-devices',
  'delete from remembered_devices where expires_at < $1',
)

/** Codes that people show beside their credential; any domain may ask for one. */
export const secondFactor = {
  sql: new URL('./sql/', import.meta.url),
  entities: secondFactorEntities,
  unreadable: unreadableApps,
  async cleanUp(ctx) {
    await ctx.db.query(removeDevices, [ctx.clock()])
  },
} satisfies Domain
