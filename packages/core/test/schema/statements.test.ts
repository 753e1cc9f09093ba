import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readCurrentSql } from '@souk/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/domains.ts'
import { startTestCore, type TestCore } from '../../src/testing/test-core.ts'

const PRINT = fileURLToPath(new URL('../../src/testing/print-statements.ts', import.meta.url))

const { stdout } = await promisify(execFile)(process.execPath, [PRINT], {
  maxBuffer: 16 * 1024 * 1024,
})
const statements: { name: string; text: string }[] = JSON.parse(stdout)

describe('every statement there is', () => {
  let core: TestCore
  beforeAll(async () => {
    core = await startTestCore()
  })
  afterAll(() => core.close())

  test('there are many', () => expect(statements.length).toBeGreaterThan(70))

  test.each(statements)('$name is one that the database can prepare', async ({ text }) => {
    await core.sql(/^set /.test(text) ? text : `prepare looked_at as ${text}; deallocate looked_at`)
  })
})

describe('whoever records an event says in which streams, so that their readers are woken', async () => {
  const objects = await readCurrentSql(schema.current.folders)
  const texts = new Map(objects.map(({ name, text }) => [name, text]))
  const called = statements.flatMap(({ name }) => /^call (.+)$/.exec(name)?.[1] ?? [])

  /** Whether a function, or one that it calls, does. */
  function records(name: string, seen = new Set<string>()): boolean {
    const text = texts.get(name)
    if (text === undefined || seen.has(name)) return false
    if (/\brecord_events?\(/.test(text.slice(text.indexOf('$$')))) return true
    seen.add(name)
    return [...texts.keys()].some((other) => text.includes(`${other}(`) && records(other, seen))
  }
  const recording = called.filter((name) => records(name))

  test('there are many', () => expect(recording.length).toBeGreaterThan(10))

  test.each(recording)('%s', (name) => {
    expect(texts.get(name)).toMatch(/\bout streams text\[\]/)
  })
})
