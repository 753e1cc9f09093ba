import { contract } from '@souk/contract'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from '../document.ts'
import type { DocumentWords } from '../words.ts'
import { authDomains, authExamples, authNames } from './auth.ts'
import { INFO, SERVERS } from './info.ts'
import { marketDomains, marketExamples, marketNames } from './market.ts'
import { staffDomains, staffExamples, staffNames } from './staff.ts'
import { tradesDomains, tradesExamples, tradesNames } from './trades.ts'
import { walletDomains, walletExamples, walletNames } from './wallet.ts'

/** What the document of Souk says beyond the contract. */
export const SOUK_WORDS: DocumentWords = {
  info: INFO,
  servers: SERVERS,
  domains: {
    ...authDomains,
    ...tradesDomains,
    ...marketDomains,
    ...walletDomains,
    ...staffDomains,
  },
  names: { ...authNames, ...tradesNames, ...marketNames, ...walletNames, ...staffNames },
  examples: new Map([
    ...authExamples,
    ...tradesExamples,
    ...marketExamples,
    ...walletExamples,
    ...staffExamples,
  ]),
}

let made: oas31.OpenAPIObject | undefined

/** Souk's own OpenAPI document, made when it is first asked for. */
export function soukOpenApi(): oas31.OpenAPIObject {
  made ??= createOpenApiDocument(contract, SOUK_WORDS)
  return made
}

/** The same as text, as it is committed and served. */
export function soukOpenApiText(): string {
  return `${JSON.stringify(soukOpenApi(), null, 2)}\n`
}
