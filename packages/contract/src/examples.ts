import { authWords } from './auth/examples.ts'
import { marketWords } from './market/examples.ts'
import { staffWords } from './staff/examples.ts'
import { tradesWords } from './trades/examples.ts'
import { walletWords } from './wallet/examples.ts'
import type { ContractWords } from './words.ts'

export type { ContractWords, DomainWords, Example } from './words.ts'

/** In the order in which the document goes through the domains. */
const DOMAINS = [authWords, tradesWords, marketWords, walletWords, staffWords]

/**
 * What the OpenAPI document says of the contract beyond it, examples above all. It stands apart from
 * the contract itself, so that whoever only calls Souk loads none of it.
 */
export const words: ContractWords = {
  domains: Object.fromEntries(DOMAINS.flatMap(({ domains }) => Object.entries(domains))),
  names: Object.fromEntries(DOMAINS.flatMap(({ names }) => Object.entries(names))),
  examples: new Map(DOMAINS.flatMap(({ examples }) => [...examples])),
}
