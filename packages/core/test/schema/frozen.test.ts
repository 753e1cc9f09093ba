import { createHash } from 'node:crypto'
import { connectDatabase, migrationsOf } from '@souk/database'
import { createTestDatabase, onServer } from '@souk/database/testing'
import { expect, test } from 'vitest'
import { schema } from '../../src/domains.ts'

const migrations = await migrationsOf(schema)

test('of four processes that start on an empty database at once, one builds the schema', async () => {
  const target = await createTestDatabase()
  const name = `souk_test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(target.url, (run) => run(`create database ${name} template template0`))
  const url = Object.assign(new URL(target.url), { pathname: name }).href
  const processes = await Promise.all(
    Array.from({ length: 4 }, () => connectDatabase({ url, schema })),
  )
  const applied = await Promise.all(processes.map((database) => database.migrate()))
  await Promise.all(processes.map((database) => database.close()))
  await onServer(target.url, (run) => run(`drop database ${name} with (force)`))
  await target.drop()
  expect(applied.filter((each) => each.length > 0)).toEqual([migrations.map(({ name }) => name)])
})

/** The beginnings of the digests of what databases out there were built with. */
const RELEASED: Readonly<Record<string, string>> = {
  Migration20261120000001_ledger: '5ef82eb3f516c1f9',
  Migration20261120000002_events: 'eb371f6abe80c0aa',
  Migration20261120000003_accounts: '04e8cead75925702',
  Migration20261120000004_conversations: '8d31e4496bc9cf3d',
  Migration20261120000005_trades: '6e2fde195f0d321e',
  Migration20261120000006_idempotency: 'c5edc701d99a468c',
  Migration20261120000008_mail: 'c3fc15f8efe15234',
  Migration20261120000009_staff: '1e95ab38c0252ea6',
  Migration20261120000010_regroup_holds: '138ece58418bccc3',
  Migration20261120000011_market: 'bf88f56bd345e07e',
  Migration20261120000012_wallet: 'a9b95e1a4ef531c6',
  Migration20261120000013_trade_rules: 'c8adfdba4476709c',
  Migration20261120000014_heartbeat: '85f4065d7df86f5d',
  Migration20261120000015_message_types: '12e012538cef6a5a',
  Migration20261128000016_current_sql: '35d79e30943074d1',
  Migration20261128000017_no_shared_rows: '3b2797cdbe28ef20',
  Migration20261128000018_current_sql_takes_over: '37312f70e0f0564d',
  Migration20261128000019_lists: 'e596cfdad174ab5e',
  Migration20261128000022_who_is_who: '445c9aac05679510',
  Migration20261128000024_staff_policy: '7717aaf3016e65d3',
  Migration20261128000025_fair_market: '882ddf83e24c1ceb',
  Migration20261128000028_refresh_grace: '442c24114594e2bd',
  Migration20261128000030_access_tokens_two_factor: '7687def65a10a3f1',
  Migration20261128000031_shop_catalogue: 'b993ad2b29a3769c',
  Migration20261128000032_shop_orders: 'c92f2cb518425a0f',
  Migration20261128000033_support: 'ba9f62accbb02b78',
  Migration20261128000034_notifications: '63975ae79f654f31',
  Migration20261128000035_conversations: 'e3ac5bcadf16280d',
  Migration20261128000036_direct_chat: 'f96fca6bfb04c5a1',
  Migration20261128000037_attachments: '3b34be4ebbdb00ca',
  Migration20261128000038_webhooks: '991e996ed49967ce',
  Migration20261128000039_reader_positions: '0b18156c8afe07d6',
  Migration20261128000040_shop_lists: '877a3480d6a3b03b',
  Migration20261128000042_shop_fairness: '5acebdf2cf78815d',
  Migration20261128000043_rooms: '6b17eb85ca5f9c90',
  Migration20261128000044_requests: 'abe02531459ffc54',
  Migration20261128000045_block_marks: 'da6910fbef4fb633',
  Migration20261128000046_webhook_turns: '18e80357abb26c06',
  Migration20261128000047_together: 'dc6552edcca89a78',
  Migration20261128000048_room_offers_btc: 'cacff13c545d6d47',
  Migration20261128000055_reported_files: 'dab8106adce524c3',
  Migration20261128000056_offers_by_rate: '0862b37f24a9de8c',
  Migration20261128000052_outbox: 'ebf0c15f345f3fbe',
  Migration20261128000049_event_floor: '8ed3e21e54eba05e',
  Migration20261128000050_requests_indexes: '39035bbcdb92f4c4',
}

/** Its text comes with pg-boss. */
const OF_PG_BOSS = 'Migration20261120000007_jobs'

test.each(migrations.filter(({ name }) => name !== OF_PG_BOSS))(
  '$name is as it was released: what is to change is a new migration',
  async ({ name, sql }) => {
    expect(
      createHash('sha256')
        .update(await sql())
        .digest('hex')
        .slice(0, 16),
    ).toBe(RELEASED[name])
  },
)
