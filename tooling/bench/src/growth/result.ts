import type { Row } from '../report.ts'
import type { ReadByCall } from './measure.ts'

/** How much longer a call may take on the big database. */
const GOAL = 1.3

/** What has been found out about a call: milliseconds, and what it reads. */
export interface Measured {
  readonly name: string
  readonly small: number
  readonly big: number
  readonly reads: ReadByCall
}

/** Sums up what has been measured, the worst first. */
export function rowOf(measured: readonly Measured[]): Row {
  const sorted = [...measured].sort((a, b) => ratioOf(b) - ratioOf(a))
  const over = sorted.filter((one) => ratioOf(one) > GOAL)
  const [worst] = sorted
  const ratio = worst ? ratioOf(worst) : Number.NaN
  const scanned = new Set(
    measured.flatMap(({ reads }) =>
      reads.much.filter((read) => read.endToEnd).map((read) => read.table),
    ),
  )
  return {
    line: `growth, the slowest of ${measured.length} calls`,
    against: 'the same on a hundredth of the rows',
    ratio,
    goal: `≤ ${GOAL} × the time, no big table read from end to end`,
    met: over.length === 0 && scanned.size === 0,
    measured: `${worst?.name}; ${over.length} over ${GOAL}; read from end to end: ${[...scanned].join(', ') || 'none'}`,
    details: sorted.map(shown),
  }
}

/** One call, for people. */
function shown(one: Measured): string {
  const much = one.reads.much.map(
    ({ table, plans, rows, endToEnd }) =>
      `${endToEnd ? 'SCANS ' : ''}${table} (${rows}${plans === 'auto' ? '' : ', generic plans'})`,
  )
  const times = `${one.small.toFixed(2)} → ${one.big.toFixed(2)} ms`
  const rows = `${one.reads.small} → ${one.reads.big} rows`
  const from = much.length > 0 ? `, reads ${much.join(', ')}` : ''
  return `${ratioOf(one).toFixed(2)} ${one.name}: ${times}, ${rows}${from}`
}

const ratioOf = ({ small, big }: Measured) => Math.round((big / small) * 100) / 100
