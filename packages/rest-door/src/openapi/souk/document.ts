import { contract } from '@souk/contract'
import { readWords } from '@souk/contract/document-words'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from '../document.ts'
import { readRecorded } from '../recorded.ts'
import type { DocumentWords } from '../words.ts'
import { GROUPS } from './groups.ts'
import { INFO, SERVERS } from './info.ts'

/** What the document of Souk says beyond the contract. */
export async function soukWords(): Promise<DocumentWords> {
  const words = await readWords(contract)
  return { info: INFO, servers: SERVERS, groups: GROUPS, recorded: readRecorded(), ...words }
}

/** Makes Souk's own OpenAPI document from the contract. */
export async function generateSoukOpenApi(): Promise<oas31.OpenAPIObject> {
  return createOpenApiDocument(contract, await soukWords())
}

/** A document as it is committed and served. */
export function textOf(document: oas31.OpenAPIObject): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
