import { claims } from '@souk/core'
import { verify } from '@souk/ledger'
import type { Config } from '../config/config.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/** `souk ledger verify`: prints what is off. @returns whether all is well. */
export async function verifyLedger(config: Config): Promise<boolean> {
  const findings = await withDatabase(config, { migrate: false }, (database) =>
    verify(database.db(), claims),
  )
  for (const { invariant, detail } of findings) print(`NOT TRUE: ${invariant}\n  ${detail}`)
  print(findings.length === 0 ? 'The ledger is clean.' : `${findings.length} findings.`)
  return findings.length === 0
}
