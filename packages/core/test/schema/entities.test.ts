import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schema } from '../../src/domains.ts'
import { startTestCore, type TestCore } from '../../src/testing/test-core.ts'

// What an entity says of its table, against the table.

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())

const COLUMNS = `select column_name, data_type, is_nullable = 'YES' as nullable
                   from information_schema.columns where table_name = $1`

/** Types as entities name them, in the words of the catalog. Ids are read as numbers. */
const CATALOG: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  varchar: 'text',
  'text[]': 'ARRAY',
  serial: 'bigint',
  int: 'bigint',
}

function columnsOf({ fieldNames, columnTypes, nullable = false }: EntityProperty) {
  return fieldNames.map((name, i) => {
    const type = columnTypes[i]?.replace(/\(.*\)$/, '') ?? ''
    return { column_name: name, data_type: CATALOG[type] ?? type, nullable }
  })
}

test('there are entities', () => expect(schema.entities.length).toBeGreaterThan(2))

test.each(schema.entities.map(({ meta }) => meta.className))(
  'every property of %s is a column of its type, and may be null where that may',
  async (className) => {
    const known: EntityMetadata[] = [...core.database.db().em.getMetadata().getAll().values()]
    const entity = known.find((meta) => meta.className === className)
    const table = await core.sql(COLUMNS, [entity?.tableName])
    const columns = entity?.props.filter(({ persist }) => persist !== false).flatMap(columnsOf)
    expect(columns?.length).toBeGreaterThan(0)
    for (const column of columns ?? []) expect(table).toContainEqual(column)
  },
)
