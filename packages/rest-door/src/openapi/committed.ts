import { readFileSync } from 'node:fs'
import type { oas31 } from 'zod-openapi'

/**
 * Souk's OpenAPI document as text. It is not made here but read as it was committed, so that nothing
 * is loaded that only its making needs; `pnpm openapi` writes it anew.
 */
export function soukOpenApiText(): string {
  return readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')
}

let read: oas31.OpenAPIObject | undefined

/** The same, to look things up in. */
export function soukOpenApi(): oas31.OpenAPIObject {
  read ??= JSON.parse(soukOpenApiText()) as oas31.OpenAPIObject
  return read
}
