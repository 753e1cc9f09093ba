import { expect, test } from 'vitest'
import { queues } from '../../src/domains.ts'
import { startTestCore } from '../../src/testing/test-core.ts'

test('a migration has made every queue that a domain works on, and no other', async () => {
  const core = await startTestCore()
  const made = await core.sql('select name from pgboss.queue order by name')
  await core.close()
  expect(made.map(({ name }) => name)).toEqual(Object.keys(queues).sort())
})
