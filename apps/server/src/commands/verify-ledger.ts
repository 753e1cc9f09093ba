import { claims } from '@souk/core'
import { type Finding, verify } from '@souk/ledger'
import type { Config } from '../config/config.ts'
import { print } from './print.ts'
import { withDatabase } from './with-database.ts'

/** Of each rule; a thousand more of a kind tell nobody anything. */
const SHOWN = 100

/** `souk ledger verify`: prints what is off. @returns whether all is well. */
export async function verifyLedger(config: Config): Promise<boolean> {
  const findings = await withDatabase(config, { migrate: false }, (database) =>
    verify(database.db(), claims),
  )
  for (const line of linesOf(findings)) print(line)
  print(findings.length === 0 ? 'The ledger is clean.' : `${findings.length} findings.`)
  return findings.length === 0
}

/** The findings of each rule for people to read; of very many the first. */
export function linesOf(findings: readonly Finding[]): string[] {
  return [...Map.groupBy(findings, ({ invariant }) => invariant)].flatMap(([invariant, all]) => {
    const shown = all.slice(0, SHOWN).map(({ detail }) => detail)
    const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : []
    return [...shown, ...more].map((detail) => `NOT TRUE: ${invariant}\n  ${detail}`)
  })
}
