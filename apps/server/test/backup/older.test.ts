import { join } from 'node:path'
import { claims } from '@souk/core'
import { recordings, restore } from '@souk/core/testing/recordings.ts'
import { createTestDatabase } from '@souk/database/testing'
import { verify } from '@souk/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp, newFolder, restoreInto, sumsOf, withDatabase } from '../../src/testing/backups.ts'

// Backups of databases that older Souks have left: made by this Souk before it upgraded them.

let folder: Awaited<ReturnType<typeof newFolder>>
beforeAll(async () => {
  folder = await newFolder()
})
afterAll(() => folder.remove())

test.each(recordings())('a backup of $name comes to the same as its upgrade', async (recording) => {
  const old = await restore(recording)
  const fresh = await createTestDatabase('template0')
  const path = join(folder.dir, recording.name)
  try {
    const written = await backUp(old.url, path)
    expect(written.tables.length).toBeGreaterThan(25)

    const restored = await restoreInto(fresh.url, path)
    const upgraded = await withDatabase(old.url, async (database) => {
      await database.migrate()
      return database.snapshot(sumsOf)
    })
    expect(restored).toEqual(upgraded)
    expect(await numbersOf(fresh.url)).toEqual(await numbersOf(old.url))
    const findings = await withDatabase(fresh.url, ({ db }) => verify(db(), claims))
    expect(findings).toEqual([])
  } finally {
    await Promise.all([old.drop(), fresh.drop()])
  }
})

/** Where each sequence goes on. */
const numbersOf = (url: string) =>
  withDatabase(url, ({ snapshot }) => snapshot(async ({ sequences }) => sequences))
