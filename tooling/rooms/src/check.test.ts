import { describe, expect, test } from 'vitest'
import { faultsIn } from './check.ts'
import type { Room, Rooms } from './rooms.ts'

// A house of four rooms: what a market is built on is on its left.
const room = (name: string) => `packages/core/src/${name}`
const ROOMS: Rooms = {
  contract: { knows: [], uses: ['zod'] },
  core: { context: true, knows: ['contract', 'core/market'], uses: [] },
  'core/jobs': { knows: ['core'], uses: ['node:*'], writes: ['jobs'] },
  'core/market': { knows: ['contract', 'core', 'core/jobs'], uses: [], writes: ['ads'] },
}
const SOUND = {
  'packages/contract/package.json': '{ "name": "@souk/contract" }',
  'packages/core/package.json': '{ "name": "@souk/core" }',
  'packages/contract/src/index.ts': "import { z } from 'zod'\nexport const Ad = z.string()",
  'packages/core/migrations/1.sql': 'create table jobs (id int);\ncreate table ads (id int);',
  [room('context.ts')]: "import type { chains } from './market/chains.ts'",
  [room('jobs/sql/jobs.sql')]: `
create or replace function enqueue_job(p_id int) returns void language plpgsql as $$
begin
  insert into jobs (id) values (p_id) on conflict do nothing;
  select id from jobs for update;
  perform later(p_id);
end $$;`,
  [room('market/sql/ads.sql')]: `
create or replace view ad_view as select a.* from ads a;
-- One's own: delete from jobs.
create or replace function create_ad(a ads) returns void language plpgsql as $$
begin
  perform enqueue_job(a.id);
  insert into ads select a.* on conflict (id) do update set id = 'update jobs set id = 1';
end $$;`,
  [room('market/create-ad.ts')]: `
import { Ad } from '@souk/contract'
import type { Ctx } from '../context.ts'
export const list = 'select * from ad_view'`,
  [room('market/market.test.ts')]: "import { WebSocket } from 'ws'; sql('truncate jobs')",
  [room('testing/books.ts')]: "import { expect } from 'vitest'",
}

/** What is found when these texts are added to, or put in the place of, those of a sound house. */
function faultsWith(texts: Record<string, string>, rooms: Partial<Rooms> = {}): string[] {
  return faultsIn({ ...ROOMS, ...rooms } as Rooms, { ...SOUND, ...texts })
}

test('a house that is as the table says has no faults, tests apart', () => {
  expect(faultsWith({})).toEqual([])
})

describe('an import that is not allowed', () => {
  test.each([
    "import { closeAd } from '../market/close-ad.ts'",
    "import type { Ad } from '../market/ad.ts'",
    "import { type Ad } from '../market/ad.ts'",
    "export * from '../market/ad.ts'",
    "export type * from '../market/ad.ts'",
    "import '../market/ad.ts'",
    "const later = () => import('../market/ad.ts')",
    "let ad: import('../market/ad.ts').Ad",
    "const ad = require('../market/ad.ts')",
    "import ad = require('../market/ad.ts')",
  ])('is named with its file and line: %s', (line) => {
    expect(faultsWith({ [room('jobs/run.ts')]: `\n${line}` })).toEqual([
      expect.stringMatching(
        /^packages\/core\/src\/jobs\/run\.ts:2: core\/jobs may not know core\/market \(\.\.\/market\//,
      ),
    ])
  })

  test.each([
    ['@souk/contract', 'core/jobs may not know contract'],
    ['@souk/contract/resources', 'core/jobs may not know contract'],
    ['@souk/core', 'core/jobs may not import its own package by name'],
    ['../../../contract/src/index.ts', 'core/jobs may not reach into another package'],
    ['../testing/books.ts', 'core/jobs may not know what is for tests'],
    ['hono', 'core/jobs may not use that'],
    ['nodemailer', 'core/jobs may not use that'],
  ])('is one of %s', (specifier, fault) => {
    expect(faultsWith({ [room('jobs/run.ts')]: `import '${specifier}'` })).toEqual([
      `${room('jobs/run.ts')}:1: ${fault} (${specifier})`,
    ])
  })

  test.each([
    ['file', '…'],
    [`\`./\${file}.ts\``, './….ts'],
    [`\`@souk/\${file}\``, '@souk/…'],
  ])('is one that is known only when it runs: %s', (file, shown) => {
    expect(faultsWith({ [room('market/run.ts')]: `import(${file})` })).toEqual([
      `${room('market/run.ts')}:1: core/market may not use that (${shown})`,
    ])
  })

  test('is not one that comes from a known package whatever it is', () => {
    const run = `import(\`@souk/contract/\${name}/routes\`)`
    expect(faultsWith({ [room('market/run.ts')]: run })).toEqual([])
  })

  test.each(['@souk/contract/auth/document-words', `@souk/contract/\${name}/document-words`])(
    'is one of a document’s words, where none is written: %s',
    (words) => {
      const texts = { [room('market/run.ts')]: `import(\`${words}\`)` }
      expect(faultsWith(texts)).toEqual([expect.stringMatching('core/market may not show words')])
      const market = { ...ROOMS['core/market'], shows: 'words' } as Room
      expect(faultsWith(texts, { 'core/market': market })).toEqual([])
    },
  )

  test('is one of them within the contract, unless by others', () => {
    const borrowed = "import { words } from '../auth/document-words.ts'"
    const faults = faultsWith({
      'packages/contract/src/auth/document-words.ts': '',
      'packages/contract/src/staff/document-words.ts': borrowed,
      'packages/contract/src/staff/routes.ts': borrowed,
    })
    expect(faults).toEqual([
      'packages/contract/src/staff/routes.ts:1: contract may not show words (../auth/document-words.ts)',
    ])
  })

  test('is not what merely says the word', () => {
    const texts = ["// import '../market/ad.ts'", 'say(\'import x from "../market/ad.ts"\')']
    expect(faultsWith({ [room('jobs/run.ts')]: texts.join('\n') })).toEqual([])
  })
})

describe('a second writer of a table', () => {
  test.each([
    'insert into ads (id) values (1)',
    'with gone as (delete from only ads returning id) select * from gone',
    'update ads a set id = 1',
    'UPDATE public."ads"\n SET id = 1',
    'merge into ads using jobs on true when matched then delete',
    'truncate jobs, ads',
  ])('is named: %s', (sql) => {
    const fault = (file: string) => `${room(file)}: core/jobs may not write ads of core/market`
    expect(faultsWith({ [room('jobs/sql/a.sql')]: `\n${sql};` })).toEqual([
      fault('jobs/sql/a.sql:2'),
    ])
    expect(faultsWith({ [room('jobs/a.ts')]: `\n\nrun(\`${sql}\`)` })).toEqual([
      fault('jobs/a.ts:3'),
    ])
  })

  test('is an entity too', () => {
    const entity = "\nconst Ad = defineEntity({ name: 'Ad', tableName: 'ads' })"
    expect(faultsWith({ [room('jobs/entities.ts')]: entity })).toEqual([
      `${room('jobs/entities.ts')}:2: core/jobs may not write ads of core/market`,
    ])
  })

  test('is whoever says only when it runs what is written', () => {
    expect(
      faultsWith({ [room('jobs/clean.ts')]: `run(\`delete from \${table} where true\`)` }),
    ).toEqual([`${room('jobs/clean.ts')}:1: core/jobs may not write … of nobody`])
  })

  test('is no migration: those are frozen', () => {
    expect(faultsWith({ 'packages/core/migrations/2.sql': 'update ads set id = 1;' })).toEqual([])
  })
})

describe('a table', () => {
  const shop = { 'packages/core/migrations/2.sql': '\ncreate table if not exists orders (id int);' }

  test('that is in nobody’s list is named', () => {
    expect(faultsWith(shop)).toEqual([
      'packages/core/migrations/2.sql:2: the table orders is no room’s',
    ])
  })

  test('that is in two lists is named', () => {
    const both = { knows: ['core'], uses: [], writes: ['jobs', 'ads'] }
    expect(faultsWith({}, { 'core/jobs': both })).toContain(
      'ads is of several rooms: core/jobs, core/market',
    )
  })

  test('that is listed, but not there or not written, is named', () => {
    const more = { knows: ['core'], uses: [], writes: ['jobs', 'orders'] }
    expect(faultsWith({}, { 'core/jobs': more })).toEqual([
      'nothing makes the table orders',
      'core/jobs never writes orders',
    ])
  })
})

describe('a database function or view', () => {
  test.each([
    'select create_ad(a) from jobs a',
    'select public.create_ad (a)',
    'create trigger t after insert on jobs for each row execute function create_ad()',
    'create or replace function f() returns int language sql as $$ select create_ad(null) $$',
  ])('of a room that its caller does not know is named: %s', (sql) => {
    expect(faultsWith({ [room('jobs/sql/a.sql')]: `\n${sql};` })).toEqual([
      `${room('jobs/sql/a.sql')}:2: core/jobs may not use create_ad of core/market`,
    ])
  })

  test('is used by whoever hands its name to a helper, or reads it', () => {
    const texts =
      "const fn = dbFunction('create_ad', [])\nconst all = 'select from jobs join ad_view v'"
    expect(faultsWith({ [room('jobs/run.ts')]: texts })).toEqual([
      `${room('jobs/run.ts')}:1: core/jobs may not use create_ad of core/market`,
      `${room('jobs/run.ts')}:2: core/jobs may not use ad_view of core/market`,
    ])
  })

  test('has one home', () => {
    const again = 'create function create_ad(a ads) returns void language sql as $$ select $$;'
    expect(faultsWith({ [room('jobs/sql/a.sql')]: again })).toContain(
      'create_ad is defined in several rooms: core/jobs, core/market',
    )
  })

  test('is not used where it is dropped, or defined by a migration that is long past', () => {
    const dropped = 'drop function if exists create_ad(ads);'
    const migration =
      'create function old_ad() returns void language sql as $$ select create_ad() $$;'
    const texts = {
      [room('jobs/sql/a.sql')]: `${dropped}\nselect old_ad();`,
      'packages/core/migrations/2.sql': migration,
    }
    expect(faultsWith(texts)).toEqual([])
  })
})

describe('the table of rooms', () => {
  test('has no circle, what every verb is given apart', () => {
    const jobs = { knows: ['core', 'core/market'], uses: [], writes: ['jobs'] }
    expect(faultsWith({}, { 'core/jobs': jobs })).toEqual([
      'a circle: core/jobs → core/market → core/jobs',
    ])
  })

  test('knows every folder of a package that is divided, and every package', () => {
    const texts = { [room('shop/buy.ts')]: '', 'apps/web/src/main.ts': '' }
    expect(faultsWith(texts)).toEqual([
      `${room('shop/buy.ts')} is in no room`,
      'apps/web/src/main.ts is in no room',
    ])
  })

  test('has no room that is empty, and none that is nowhere', () => {
    const shop = { knows: ['core/cellar'], uses: [] }
    expect(faultsWith({}, { 'core/shop': shop })).toEqual([
      'core/shop knows core/cellar, which is no room',
      `core/shop is empty: nothing was read in ${room('shop')}`,
    ])
  })
})
