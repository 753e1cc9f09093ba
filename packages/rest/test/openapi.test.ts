import { readFile } from 'node:fs/promises'
import { contract, id, mutation } from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createOpenApiDocument } from '../src/openapi/document.ts'
import { operationsOf } from '../src/openapi/operations.ts'
import { generateSoukOpenApi, SOUK_WORDS, textOf } from '../src/openapi/souk/document.ts'

describe('the document of Souk', () => {
  const operations = operationsOf(contract)
  const document = generateSoukOpenApi()

  test('is committed as the contract has it (pnpm openapi brings it up to date)', async () => {
    const committed = await readFile(new URL('../openapi.json', import.meta.url), 'utf8')
    expect(committed === textOf(document)).toBe(true)
  })

  test('says what every domain is', () => {
    const domains = new Set(operations.map(({ domain }) => domain))
    expect(Object.keys(SOUK_WORDS.domains).sort()).toEqual([...domains].sort())
  })

  test('goes through its domains in the order of reading', () => {
    const names = document.tags?.map(({ name }) => name)
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
    expect(textOf(generateSoukOpenApi())).toBe(textOf(document))
  })
})

test('a body is described whatever the method that carries it', () => {
  const remove = mutation({
    access: 'user',
    summary: 'Remove a note',
    input: z.object({ noteId: id(), reason: z.string() }),
    output: z.null(),
    rest: [{ method: 'DELETE', path: '/notes/{note_id}/', dialect: 'plain', status: 202 }],
  })
  const { paths } = createOpenApiDocument({ notes: { remove } }, { ...SOUK_WORDS, names: {} })
  expect(paths?.['/notes/{note_id}/']?.delete).toMatchObject({
    operationId: 'notes.remove',
    parameters: [{ in: 'path', name: 'note_id', required: true }, {}],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { required: ['reason'] } } },
    },
    responses: { 202: { description: 'Success' } },
  })
})
