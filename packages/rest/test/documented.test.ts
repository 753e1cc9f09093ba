import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { broken, type DocumentedOperation, type OpenApi } from './documented.ts'

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T

const openApi = read<OpenApi>('../../rest-door/openapi.json')
const documents = readdirSync(new URL('documents', import.meta.url))

describe.each(documents)('openapi.json keeps %s', (name) => {
  const operations = read<DocumentedOperation[]>(`documents/${name}`)
  test.each(operations)('$method $path', (operation) => {
    expect(broken(openApi, operation)).toEqual([])
  })
})

describe('what breaks a documented path', () => {
  const documented: DocumentedOperation = {
    method: 'POST',
    path: '/things/{id}',
    status: 201,
    request: { name: 'lamp' },
    response: { message: 'Thing made', things: [{ id: 1, owner: null }] },
  }
  const id = { type: 'integer' }
  const thing = (required: string[]) => ({
    type: 'object',
    properties: { id, owner: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    required,
  })
  const made = (message: string, required: string[]) => ({
    type: 'object',
    properties: {
      message: { type: 'string', const: message },
      things: { type: 'array', items: thing(required) },
    },
    required: ['message', 'things'],
  })

  function openApiWith(status: string, response: object, request: object): OpenApi {
    const json = (schema: object) => ({ content: { 'application/json': { schema } } })
    const post = { requestBody: json(request), responses: { [status]: json(response) } }
    return { paths: { '/things/{thing_id}': { post } } }
  }
  const both = ['id', 'owner']
  const named = { type: 'object', properties: { name: { type: 'string' } } }

  test.each([
    ['nothing', openApiWith('201', made('Thing made', both), named), []],
    [
      'nothing, if one of several answers fits',
      openApiWith('201', { anyOf: [made('Made', both), made('Thing made', both)] }, named),
      [],
    ],
    ['a path that is gone', { paths: {} }, ['is gone']],
    [
      'another status',
      openApiWith('200', made('Thing made', both), named),
      ['no longer answers 201'],
    ],
    [
      'another sentence',
      openApiWith('201', made('Made', both), named),
      ['gives no string as the body.message'],
    ],
    [
      'a field that may be missing',
      openApiWith('201', made('Thing made', ['id']), named),
      ['gives the body.things[].owner not always'],
    ],
    [
      'a field that is no longer taken',
      openApiWith('201', made('Thing made', both), { type: 'object' }),
      ['takes no string as the body.name'],
    ],
  ])('%s', (_, document, expected) => {
    expect(broken(document, documented)).toEqual(expected)
  })
})
