import { readFile } from 'node:fs/promises'
import type { Call } from './call.ts'

const DOCUMENT = new URL('../../../../packages/rest-door/openapi.json', import.meta.url)

/** The documented operations that no call is made of. */
export async function missingOperations(calls: readonly Call[]): Promise<string[]> {
  const { paths } = JSON.parse(await readFile(DOCUMENT, 'utf8')) as {
    paths: Record<string, Record<string, unknown>>
  }
  const tried = new Set<string>(calls.map(({ operation }) => operation))
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(
          ([, operation]) => typeof operation === 'object' && 'operationId' in (operation ?? {}),
        )
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    )
    .filter((operation) => !tried.has(operation))
}
