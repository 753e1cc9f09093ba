import { contract } from '@souk/contract'
import { words } from '@souk/contract/examples'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from '../document.ts'
import type { DocumentWords } from '../words.ts'
import { INFO, SERVERS } from './info.ts'

/** What the document of Souk says beyond the contract. */
export const SOUK_WORDS: DocumentWords = { info: INFO, servers: SERVERS, ...words }

/** Makes Souk's own OpenAPI document from the contract. */
export function generateSoukOpenApi(): oas31.OpenAPIObject {
  return createOpenApiDocument(contract, SOUK_WORDS)
}

/** A document as it is committed and served. */
export function textOf(document: oas31.OpenAPIObject): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
