import { writeFile } from 'node:fs/promises'
import { delivery } from './lines/delivery.ts'
import { fanOut } from './lines/fan-out.ts'
import { lifecycle } from './lines/lifecycle.ts'
import { list } from './lines/list.ts'
import { memory } from './lines/memory.ts'
import { offers } from './lines/offers.ts'
import { read } from './lines/read.ts'
import { start } from './lines/start.ts'
import { type Row, renderTable } from './report.ts'
import { openWorld, type World } from './world.ts'

const LINES: Record<string, (world: World) => Promise<Row[]>> = {
  lifecycle,
  offers,
  read,
  list,
  'fan-out': fanOut,
  delivery,
  memory,
  start,
}

/** Runs the lines named on the command line, or all, and prints a table of ratios. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const world = await openWorld()
  const rows: Row[] = []
  try {
    for (const [name, measure] of Object.entries(LINES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      process.stderr.write(`${name} …\n`)
      rows.push(...(await measure(world)))
    }
  } finally {
    await world.close()
  }
  process.stdout.write(`${renderTable(rows)}\n`)
  await writeFile('bench.json', `${JSON.stringify(rows, null, 2)}\n`)
}

await main()
