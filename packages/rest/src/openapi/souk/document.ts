import { contract } from '@souk/contract'
import { words } from '@souk/contract/examples'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from '../document.ts'
import type { DocumentWords } from '../words.ts'
import { INFO, SERVERS } from './info.ts'

/** What the document of Souk says beyond the contract. */
export const SOUK_WORDS: DocumentWords = { info: INFO, servers: SERVERS, ...words }

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
