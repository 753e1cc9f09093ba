import { createTestDatabase } from '@souk/database/testing'
import { expect, test } from 'vitest'
import { readConfig } from '../config/config.ts'
import { TEST_SECRET } from '../testing/test-souk.ts'
import { openDatabase } from './open-database.ts'

/** Opens a copy of a template, and gives up where a Souk would begin. */
async function openedOn(template?: string): Promise<string> {
  const copy = await createTestDatabase(template)
  const config = readConfig({ DATABASE_URL: copy.url, SECRET_KEY: TEST_SECRET })
  const onNew = (where: string) => {
    throw new Error(`new in ${where}`)
  }
  const options = { migrate: true, onProgress: () => {}, onNew }
  try {
    const { close } = await openDatabase(config, options)
    await close()
    return 'was there'
  } catch (error) {
    return String(error)
  } finally {
    await copy.drop()
  }
}

test('who asks is told, before anything is made, that no Souk has been there yet', async () => {
  expect(await openedOn('template0')).toMatch(/^Error: new in \S+\/\w+$/)
  expect(await openedOn()).toBe('was there')
})
