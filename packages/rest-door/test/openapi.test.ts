import { readFile } from 'node:fs/promises'
import { contract, id, mutation } from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { oas31 } from 'zod-openapi'
import { createOpenApiDocument } from '../src/openapi/document.ts'
import { errorCatalogue } from '../src/openapi/error-catalogue.ts'
import { operationsOf } from '../src/openapi/operations.ts'
import { generateSoukOpenApi, soukWords, textOf } from '../src/openapi/souk/document.ts'

interface JsonSchema {
  readonly $ref?: string
  readonly description?: string
  readonly const?: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
}

/** The bodies of an operation's answers, whatever the status. */
function answersOf(item: oas31.PathItemObject): unknown[] {
  const operations = [item.get, item.post, item.put, item.patch, item.delete]
  return operations.flatMap((operation) =>
    Object.values(operation?.responses ?? {}).map(
      (response) => response.content?.['application/json']?.schema ?? {},
    ),
  )
}

/** What an answer is about: its operation, or its name, says what that is. */
const SUBJECTS: ReadonlySet<string> = new Set(['id', 'entity', 'data', 'trade'])

/** What never differs says so itself. */
const isConstant = ({ type, ...field }: JsonSchema) => type === 'null' || 'const' in field

const isDescribed = ({ description, anyOf = [] }: JsonSchema): boolean =>
  description !== undefined || anyOf.some(isDescribed)

function silentFields({ properties = {}, items, anyOf = [] }: JsonSchema): string[] {
  const own = Object.entries(properties).filter(
    ([name, field]) => !isDescribed(field) && !SUBJECTS.has(name) && !isConstant(field),
  )
  const within = [...Object.values(properties), ...(items ? [items] : []), ...anyOf]
  return [...own.map(([name]) => name), ...within.flatMap(silentFields)]
}

describe('the document of Souk', async () => {
  const operations = operationsOf(contract)
  const words = await soukWords()
  const document = await generateSoukOpenApi()

  test('is committed as the contract has it (pnpm openapi brings it up to date)', async () => {
    const committed = await readFile(new URL('../openapi.json', import.meta.url), 'utf8')
    expect(committed === textOf(document)).toBe(true)
    const guide = new URL('../../../docs/guides/errors.md', import.meta.url)
    expect(await readFile(guide, 'utf8')).toBe(errorCatalogue())
  })

  test('has every domain under one heading of what people do', () => {
    const groups = (document as { 'x-tagGroups'?: { tags: string[] }[] })['x-tagGroups'] ?? []
    const grouped = groups.flatMap(({ tags }) => tags)
    expect(grouped.sort()).toEqual(document.tags?.map(({ name }) => name).sort())
  })

  test('says what every domain is', () => {
    const domains = new Set(operations.map(({ domain }) => domain))
    expect(Object.keys(words.domains).sort()).toEqual([...domains].sort())
  })

  test('goes through its domains in the order of reading', () => {
    const names = document.tags?.map(({ name }) => name)
    expect(names).toEqual(Object.values(words.domains).map(({ name }) => name))
    expect(names?.slice(0, 8)).toEqual([
      'Accounts',
      'E-mail addresses',
      'Accounts by token',
      'Two-factor authentication',
      'Remembered devices',
      'Trades',
      'Trade chat',
      'Market: ads',
    ])
  })

  test('says once what is for staff, and speaks to nobody in particular', () => {
    for (const { procedure } of operations) {
      const said = `${procedure.summary} ${procedure.description ?? ''}`
      expect(said).not.toMatch(/\b(you|your|I|my)\b/i)
      if (procedure.access === 'staff') expect(said).not.toMatch(/staff (only|alone)/i)
    }
    for (const { description } of Object.values(words.domains))
      expect(description).not.toMatch(/only\./)
  })

  test('names only what is there', () => {
    const ids = operations.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(Object.keys(words.names)))
  })

  test('says of each field of each answer what it is', () => {
    const answers = [
      ...Object.values(document.components?.schemas ?? {}),
      ...Object.values(document.paths ?? {}).flatMap((item) => answersOf(item)),
    ]
    expect(answers.flatMap((answer) => silentFields(answer as JsonSchema))).toEqual([])
  })

  test('knows one schema by one name, in answers and in webhooks', () => {
    const names = Object.keys(document.components?.schemas ?? {})
    expect(names.filter((name) => name.endsWith('Output'))).toEqual([])
    const ad = document.components?.schemas?.Ad as JsonSchema
    expect(ad.properties?.user).toEqual({
      $ref: '#/components/schemas/Profile',
      description: 'The owner.',
    })
  })

  test('can be made twice', async () => {
    expect(textOf(await generateSoukOpenApi())).toBe(textOf(document))
  })
})

const remove = mutation({
  access: 'user',
  summary: 'Remove a note',
  input: z.object({ noteId: id(), reason: z.string() }),
  output: z.null(),
  rest: [{ method: 'DELETE', path: '/notes/{note_id}/', dialect: 'plain', status: 202 }],
})

test('a body is described whatever the method that carries it', async () => {
  const words = await soukWords()
  const { paths } = createOpenApiDocument({ notes: { remove } }, { ...words, names: {} })
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
