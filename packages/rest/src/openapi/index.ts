import { contract } from '@souk/contract'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from './document.ts'
import { WORDS } from './words/index.ts'

let made: oas31.OpenAPIObject | undefined

/** Souk's own OpenAPI document, made when it is first asked for. */
export function soukOpenApi(): oas31.OpenAPIObject {
  made ??= createOpenApiDocument(contract, WORDS)
  return made
}
