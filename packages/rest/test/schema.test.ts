import { readFile } from 'node:fs/promises'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'
import { expect, test } from 'vitest'

const document = new URL('../../rest-door/openapi.json', import.meta.url)
const schema = new URL('../src/schema.d.ts', import.meta.url)

test('the types are those of the committed document (else: pnpm generate)', async () => {
  const generated = COMMENT_HEADER + astToString(await openapiTS(document))
  expect(await readFile(schema, 'utf8')).toBe(generated)
}, 60_000)
