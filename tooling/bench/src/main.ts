import { parseArgs } from 'node:util'
import { type Cleanup, createCleanup } from './cleanup.ts'
import { interrupted } from './interrupted.ts'
import { abuse } from './lines/abuse.ts'
import { delivery } from './lines/delivery.ts'
import { directChat } from './lines/direct-chat.ts'
import { fanOut } from './lines/fan-out.ts'
import { growth, type Options } from './lines/growth.ts'
import { lifecycle } from './lines/lifecycle.ts'
import { list } from './lines/list.ts'
import { memory } from './lines/memory.ts'
import { offers } from './lines/offers.ts'
import { orders } from './lines/orders.ts'
import { read } from './lines/read.ts'
import { rooms } from './lines/rooms.ts'
import { shop } from './lines/shop.ts'
import { socketIo } from './lines/socket-io.ts'
import { start } from './lines/start.ts'
import { webhooks } from './lines/webhooks.ts'
import { createReport, type Report, type Row } from './report.ts'
import { openWorld, type World } from './world.ts'

/** Some lines of the table, each as soon as it is measured. */
type Measure = (world: World, options: Options) => Promise<Row[]> | AsyncIterable<Row>

/** What `growth` alone goes by. */
const OPTIONS = {
  /** A folder in which the filled databases stay, for the next time. */
  keep: { type: 'string' },
  /** A pattern: only calls that it fits are made. */
  calls: { type: 'string' },
} as const

const LINES: Record<string, Measure> = {
  lifecycle,
  offers,
  orders,
  read,
  list,
  shop,
  'fan-out': fanOut,
  'direct-chat': directChat,
  'socket-io': socketIo,
  rooms,
  delivery,
  webhooks,
  memory,
  start,
  abuse,
  growth,
}

/** Runs the lines named on the command line, or all. Whatever happens, nothing is left running. */
async function main(): Promise<void> {
  const { positionals: wanted, values: options } = parseArgs({
    options: OPTIONS,
    allowPositionals: true,
  })
  const unknown = wanted.filter((name) => !(name in LINES))
  if (unknown.length > 0) {
    throw new Error(
      `no such line: ${unknown.join(', ')} (there are ${Object.keys(LINES).join(', ')})`,
    )
  }
  if (Object.keys(options).length > 0 && wanted.join() !== 'growth') {
    throw new Error('options are for growth alone')
  }
  const cleanup = createCleanup()
  const report = createReport('bench.json')
  try {
    await Promise.race([interrupted(), runLines(wanted, options, cleanup, report)])
  } finally {
    report.end()
    for (const failure of await cleanup.run()) say(failure)
  }
}

async function runLines(
  wanted: readonly string[],
  options: Options,
  cleanup: Cleanup,
  report: Report,
) {
  say('starting PostgreSQL …')
  const world = await openWorld(cleanup, options.keep)
  for (const [name, measure] of Object.entries(LINES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    say(`${name} …`)
    for await (const row of await measure(world, options)) report.add(row)
  }
}

function say(what: unknown): void {
  process.stderr.write(`${what instanceof Error ? what.stack : what}\n`)
}

const failed = await main().then(
  () => false,
  (error) => {
    say(error)
    return true
  },
)
// What was interrupted may wait for ever.
process.exit(failed ? 1 : 0)
