import { nameOf } from '../growth/call.ts'
import { missingOperations } from '../growth/documented.ts'
import { DOMAINS } from '../growth/domains.ts'
import type { Size } from '../growth/fill/fill.ts'
import { fillDatabase } from '../growth/fill-database.ts'
import { readsOf, timesOf } from '../growth/measure.ts'
import { rowOf } from '../growth/result.ts'
import type { Side } from '../growth/side.ts'
import { openSide } from '../growth/sides.ts'
import type { Row } from '../report.ts'
import type { World } from '../world.ts'

/** Lists have a full page, and whatever is rare is there. */
const SMALL = { users: 300, rows: 1200 }
const BIG = { users: 30_000, rows: 120_000 }

export interface Options {
  readonly keep?: string | undefined
  readonly calls?: string | undefined
}

/** Every documented call on a database that has been used for years, against on a young one. */
export async function growth(world: World, options: Options): Promise<Row[]> {
  const all = DOMAINS.flatMap(({ calls = [] }) => calls)
  const missing = await missingOperations(all)
  if (missing.length > 0) throw new Error(`growth calls nothing of ${missing.join(', ')}`)
  const calls = all.filter((call) => nameOf(call).search(options.calls ?? '') >= 0)
  const say = (text: string) => process.stderr.write(`  ${text}\n`)

  say('filling two databases …')
  const small = await openFilled(world, 'small', SMALL)
  const big = await openFilled(world, 'big', BIG)
  say('looking at what they read …')
  const reads = await readsOf({ small, big }, calls)
  say('taking the time …')
  const times = await timesOf({ small, big }, calls)
  await small.souk.stop()
  await big.souk.stop()
  return [
    rowOf(
      [...times].map(([call, time]) => ({
        name: nameOf(call),
        ...time,
        reads: reads.get(call) ?? { small: 0, big: 0, much: [] },
      })),
    ),
  ]
}

async function openFilled(world: World, name: string, size: Size): Promise<Side> {
  const url = await world.filledDatabase(name, (url) => fillDatabase(url, size))
  return openSide(world, url)
}
