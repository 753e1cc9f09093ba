import { describeAll, digestOf, readCurrentSql } from '@souk/database/testing'
import { expect, test } from 'vitest'
import { CURRENT_SQL_VERSION } from '../../src/current-sql-version.ts'
import { schema } from '../../src/domains.ts'
import { startTestCore } from '../../src/testing/test-core.ts'

/** The digest of the functions and views of each version; the last one may still be on its way. */
const VERSIONS: Readonly<Record<number, string>> = {
  1: 'c1b357859e41c5af',
  2: '2aeeb029cda9d026',
  3: 'f619fd3fe4dcc416',
  4: '70541913022c4232',
  5: '0c1e244675724178',
  6: '07f0ea2a1bdd9cef',
}

test('functions and views have not changed without a new version', async () => {
  const digest = digestOf(await readCurrentSql(schema.current.folders))
  expect(Math.max(...Object.keys(VERSIONS).map(Number))).toBe(CURRENT_SQL_VERSION)
  expect(digest).toBe(VERSIONS[CURRENT_SQL_VERSION])
})

test('schema.sql says what the database is', async () => {
  const core = await startTestCore()
  const described = await describeAll(core.sql, ['ledger', 'public'])
  await core.close()
  await expect(described).toMatchFileSnapshot('../../schema.sql')
})

test('no function is left in a second version beside its own', async () => {
  const core = await startTestCore()
  const overloads = await core.sql(
    `select proname from pg_proc where pronamespace in ('public'::regnamespace, 'ledger'::regnamespace)
      group by pronamespace, proname having count(*) > 1`,
  )
  await core.close()
  expect(overloads).toEqual([])
})
