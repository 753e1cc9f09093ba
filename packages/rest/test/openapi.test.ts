import { readFile } from 'node:fs/promises'
import { contract } from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { createOpenApiDocument } from '../src/openapi/document.ts'
import { operationsOf } from '../src/openapi/operations.ts'
import { SOUK_WORDS, soukOpenApi, soukOpenApiText } from '../src/openapi/souk/document.ts'

describe('the document of Souk', () => {
  const operations = operationsOf(contract)

  test('is committed as the contract has it (pnpm openapi brings it up to date)', async () => {
    const committed = await readFile(new URL('../openapi.json', import.meta.url), 'utf8')
    expect(committed === soukOpenApiText()).toBe(true)
  })

  test('says what every domain is', () => {
    const domains = new Set(operations.map(({ domain }) => domain))
    expect(Object.keys(SOUK_WORDS.domains).sort()).toEqual([...domains].sort())
  })

  test('goes through its domains in the order of reading', () => {
    const names = soukOpenApi().tags?.map(({ name }) => name)
    expect(names).toEqual(Object.values(SOUK_WORDS.domains).map(({ name }) => name))
    expect(names?.slice(0, 4)).toEqual(['Accounts', 'Trades', 'Trade chat', 'Market: ads'])
  })

  test('says once what is for staff, and speaks to nobody in particular', () => {
    for (const { procedure } of operations) {
      const said = `${procedure.summary} ${procedure.description ?? ''}`
      expect(said).not.toMatch(/\b(you|your|I|my)\b/i)
      if (procedure.access === 'staff') expect(said).not.toMatch(/staff (only|alone)/i)
    }
    const { domains } = SOUK_WORDS
    for (const { description } of Object.values(domains)) expect(description).not.toMatch(/only\./)
  })

  test('names only what is there', () => {
    const ids = operations.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(Object.keys(SOUK_WORDS.names)))
  })

  test('can be made twice', () => {
    const again = createOpenApiDocument(contract, SOUK_WORDS)
    expect(`${JSON.stringify(again, null, 2)}\n`).toBe(soukOpenApiText())
  })
})
