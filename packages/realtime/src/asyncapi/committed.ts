import { readFileSync } from 'node:fs'
import type { AsyncApi } from './document.ts'

/** Souk's AsyncAPI document as text, read as it was committed; `pnpm generate` writes it anew. */
export function soukAsyncApiText(): string {
  return readFileSync(new URL('../../asyncapi.json', import.meta.url), 'utf8')
}

let read: AsyncApi | undefined

/** The same, to look things up in. */
export function soukAsyncApi(): AsyncApi {
  read ??= JSON.parse(soukAsyncApiText()) as AsyncApi
  return read
}
