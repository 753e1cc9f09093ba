import { join } from 'node:path'
import { claims } from '@souk/core'
import { recordings, restore } from '@souk/core/testing/recordings.ts'
import type { Sequence } from '@souk/database'
import { createTestDatabase, onServer } from '@souk/database/testing'
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

test('numbers go on higher, those too that the backup was too old to have, and again at the next restore', async () => {
  const [oldest] = recordings()
  if (!oldest) throw new Error('nothing is recorded')
  const old = await restore(oldest)
  const [once, twice] = [
    await createTestDatabase('template0'),
    await createTestDatabase('template0'),
  ]
  try {
    await backUp(old.url, join(folder.dir, 'once'))
    await restoreInto(once.url, join(folder.dir, 'once'), { leap: 1000 })
    await backUp(once.url, join(folder.dir, 'twice'))
    await restoreInto(twice.url, join(folder.dir, 'twice'))
    const before = await numbersOf(twice.url)
    expect(before).toEqual(await numbersOf(once.url))
    const heads = (url: string) =>
      onServer(url, (run) => run('select max(head) as max from event_streams'))
    const [{ max }] = (await heads(old.url)) as [{ max: string }]
    const floor = before.find(({ name }) => name === 'public.event_floor')?.value
    expect(floor).toBe(String(Number(max) + 1000))

    // What an operator does after PostgreSQL's own means: the same once more.
    await withDatabase(twice.url, (database) => database.passOver(1000))
    const higher = ({ value, ...rest }: Sequence) => ({ ...rest, value: `${Number(value) + 1000}` })
    expect(await numbersOf(twice.url)).toEqual(before.map(higher))
  } finally {
    await Promise.all([old, once, twice].map(({ drop }) => drop()))
  }
})

/** Where each sequence goes on. */
const numbersOf = (url: string) =>
  withDatabase(url, ({ snapshot }) => snapshot(async ({ sequences }) => sequences))
