import { expect, test } from 'vitest'
import { z } from 'zod'
import { mutation } from './define.ts'
import { readWords } from './document-words.ts'

const remove = mutation({
  access: 'user',
  summary: 'Remove a note',
  input: z.object({}),
  output: z.null(),
  rest: [{ method: 'DELETE', path: '/notes/', dialect: 'plain', status: 202 }],
})

test('a branch with a path is not described without its words, one without needs none', async () => {
  await expect(readWords({ notes: { remove } })).rejects.toThrow('notes/document-words')
  const { domains } = await readWords({ notes: { remove: { ...remove, rest: [] } } })
  expect(domains).toEqual({})
})
