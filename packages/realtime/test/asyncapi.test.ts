import { contract, procedures } from '@souk/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { soukAsyncApiText } from '../src/asyncapi/committed.ts'
import { asked } from '../src/asyncapi/passed-on.ts'
import { messageKey, readRecorded } from '../src/asyncapi/recorded.ts'
import { generateSoukAsyncApi, textOf } from '../src/asyncapi/souk/document.ts'
import { soukSockets } from '../src/asyncapi/souk/sockets.ts'

interface Field {
  readonly description?: string
  readonly const?: unknown
  readonly anyOf?: readonly Field[]
}

const propertiesOf = (schema: z.ZodType) =>
  (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {}) as Record<
    string,
    Field
  >

/** A word that is always the same says itself. */
const isDescribed = (field: Field): boolean =>
  field.description !== undefined ||
  field.const !== undefined ||
  (field.anyOf ?? []).some(isDescribed)

describe('the document of Souk’s sockets', () => {
  const sockets = soukSockets()
  const document = generateSoukAsyncApi()
  const recorded = readRecorded()
  const messages = sockets.flatMap(({ id: socket, sends, hears }) => [
    ...sends.map((message) => ({ socket, key: messageKey('send', message.name), ...message })),
    ...hears.map((message) => ({ socket, key: messageKey('receive', message.name), ...message })),
  ])

  test('is committed as the sockets have it (pnpm generate brings it up to date)', () => {
    expect(soukAsyncApiText() === textOf(document)).toBe(true)
  })

  test.each(messages)('$socket: what is shown of $name is one', ({ socket, key, schema }) => {
    for (const { payload } of recorded[socket]?.[key] ?? expect.fail('nothing is shown'))
      expect(schema.safeParse(payload)).toMatchObject({ success: true })
  })

  test('has every subscription of the contract, asked for and told', () => {
    const paths = [...procedures(contract)]
      .filter(({ procedure }) => procedure.kind === 'subscription')
      .map(({ path }) => path)
    const trpc = sockets.find(({ id }) => id === 'trpc')
    expect(paths.length).toBeGreaterThan(0)
    for (const way of ['sends', 'hears'] as const) {
      expect(trpc?.[way].map(({ name }) => name)).toEqual(expect.arrayContaining(paths))
    }
  })

  test('answers of what is sent are among what is heard', () => {
    for (const { sends, hears } of sockets) {
      const heard = hears.map(({ name }) => name)
      expect(heard).toEqual(expect.arrayContaining(sends.flatMap(({ answers = [] }) => answers)))
    }
  })

  test('every message is in it once', () => {
    const acknowledged = sockets.flatMap(({ sends }) =>
      sends.filter(({ acknowledgement }) => acknowledgement),
    )
    expect(Object.keys(document.components.messages)).toHaveLength(
      messages.length + acknowledged.length,
    )
  })

  test('says of every field that a client sends what it is, unless that is an id by its name', () => {
    const sent = sockets.filter(({ id }) => id !== 'trpc').flatMap(({ sends }) => sends)
    const silent = sent.flatMap(({ name, schema }) =>
      Object.entries(propertiesOf(asked(schema)))
        .filter(([key, field]) => !/_id$/.test(key) && !isDescribed(field))
        .map(([key]) => `${name}.${key}`),
    )
    expect(silent).toEqual([])
  })

  test('speaks to nobody in particular', () => {
    expect(soukAsyncApiText()).not.toMatch(/"(description|summary)": "[^"]*\b(you|your|my)\b/i)
  })
})
