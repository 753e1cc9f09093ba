import { type Ctx, createServices, createStaticRates, mails, schema } from '@souk/core'
import { connectDatabase } from '@souk/database'
import { TEST_SECRET } from './test-souk.ts'

/** Souk itself, acting behind the back of a running Souk as its jobs would. */
export interface System {
  /** A context whose clock is so many milliseconds ahead. */
  ctx(ahead?: number): Ctx
  close(): Promise<void>
}

export async function openSystem(databaseUrl: string, connections = 6): Promise<System> {
  const database = await connectDatabase({ url: databaseUrl, schema, connections })
  const nobody = () => () => {}
  const bus = { wake: () => {}, subscribe: nobody, tell: () => {}, hear: nobody }
  const settings = {
    secretKey: new TextEncoder().encode(TEST_SECRET),
    sandbox: true,
    feePercent: '0',
    secondApprovalAbove: {},
    dealCaps: null,
    ratingMinimum: '1',
    emailVerification: false,
  }
  return {
    ctx(ahead = 0) {
      const clock = () => new Date(Date.now() + ahead)
      const services = createServices(database, clock, {
        rates: createStaticRates(),
        mails,
      })
      const actor = { kind: 'system' } as const
      return { ...services, actor, address: 'system', db: database.db(), clock, settings, bus }
    },
    close: () => database.close(),
  }
}
