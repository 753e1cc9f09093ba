import { soukAsyncApi } from '@souk/realtime'
import { expect, test } from 'vitest'
import { fieldsOf } from './fields.ts'

interface Schema {
  readonly description?: string
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
}

const messages = Object.entries(soukAsyncApi().components.messages)

test.each(messages)('of %s no field is left out, and no description', (_, { payload }) => {
  const shown = fieldsOf(payload)
  const lines = shown.map(({ path, description }) => `${path}: ${description}`)
  for (const [path, schema] of propertiesIn(payload)) {
    expect(shown.map((field) => field.path)).toContain(path)
    const [description, ...others] = new Set(descriptionsIn(schema))
    if (description && others.length === 0) expect(lines).toContain(`${path}: ${description}`)
  }
})

test('a condition on fields hides none of them', () => {
  const fields = fieldsOf({
    type: 'object',
    properties: { text: { type: 'string' }, file: { type: ['string', 'null'] } },
    required: ['text'],
    anyOf: [{ properties: { text: { pattern: 'x' } } }, { required: ['file'] }],
  })
  expect(fields.map(({ path, type, isOptional }) => [path, type, isOptional])).toEqual([
    ['text', 'text', false],
    ['file', 'text or null', true],
  ])
})

test('a field that may be null is described by what it is otherwise', () => {
  const name = { description: 'A name.', anyOf: [{ type: 'string' }, { type: 'number' }] }
  const [field] = fieldsOf({ properties: { name: { anyOf: [name, { type: 'null' }] } } })
  expect(field).toMatchObject({ path: 'name', description: 'A name.' })
})

/** The fields of a payload, or of each object that it may be. */
const propertiesIn = (schema: Schema): [string, Schema][] => [
  ...Object.entries(schema.properties ?? {}),
  ...(schema.properties ? [] : [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]).flatMap(
    propertiesIn,
  ),
]

const descriptionsIn = ({ description, anyOf = [], oneOf = [] }: Schema): string[] =>
  description ? [description] : [...anyOf, ...oneOf].flatMap(descriptionsIn)
