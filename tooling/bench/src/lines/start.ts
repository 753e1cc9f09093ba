import { median } from '../rate.ts'
import type { Row } from '../report.ts'
import type { World } from '../world.ts'

const ROUNDS = 5

/** From the command to the banner: on an empty folder, and on data that exists. */
export async function start(world: World): Promise<Row[]> {
  const dir = world.temporaryFolder()
  const first = await startOnce(world, dir)
  const later: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) later.push(await startOnce(world, dir))
  const measured = `${Math.round(median(later))} ms; first start ${Math.round(first)} ms`
  return [{ line: 'start to ready, existing data', against: '', measured }]
}

/** With the embedded PostgreSQL and a secret of its own, as nothing set means. */
async function startOnce(world: World, dir: string): Promise<number> {
  const began = performance.now()
  const souk = await world.startSouk({ DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: dir })
  const took = performance.now() - began
  await souk.stop()
  return took
}
