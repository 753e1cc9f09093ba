import { writeFileSync } from 'node:fs'
import type { ProcessorTime } from './processor.ts'

/** One line of the table. */
export interface Row {
  readonly line: string
  readonly against: string
  /** What was measured, for people; absolute figures only explain the ratio. */
  readonly measured: string
  /** Ours ÷ theirs, where the line has a goal. */
  readonly ratio?: number
  readonly goal?: string
  readonly met?: boolean
  /** What the line sums up, to be read below the table. */
  readonly details?: readonly string[]
}

const two = (value: number) => Math.round(value * 100) / 100
const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`

/** A line whose goal is to reach a share of the other's rate. */
export function ratioRow(
  line: string,
  against: string,
  ours: number,
  theirs: number,
  atLeast: number,
): Row {
  const ratio = two(ours / theirs)
  const measured = `${rate(ours)} against ${rate(theirs)}`
  return { line, against, measured, ratio, goal: `≥ ${atLeast}`, met: ratio >= atLeast }
}

/** A line whose goal is not to take, or need, much more than the other. */
export function costRow(
  line: string,
  against: string,
  ratio: number,
  measured: string,
  atMost: number,
): Row {
  return { line, against, measured, ratio: two(ratio), goal: `≤ ${atMost}`, met: ratio <= atMost }
}

/** A line whose goal is not to take more than so many ms of processor time. */
export function processorRow(line: string, took: ProcessorTime, atMost: number): Row {
  const sum = took.server + took.database
  const measured = `${two(sum)} ms: ${two(took.server)} the server, ${two(took.database)} PostgreSQL`
  return costRow(line, `${atMost} ms of processor time`, sum / atMost, measured, 1)
}

/** A table that is printed as it grows, and kept in a file as far as it has come. */
export interface Report {
  add(row: Row): void
  /** Prints what belongs below the table. */
  end(): void
}

const HEAD = '| line | against | ratio | goal | | measured |\n|---|---|---|---|---|---|'

export function createReport(file: string): Report {
  const rows: Row[] = []
  const print = (text: string) => process.stdout.write(`${text}\n`)
  return {
    add(row) {
      if (rows.length === 0) print(HEAD)
      print(rendered(row))
      rows.push(row)
      writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`)
    },
    end() {
      for (const { line, details } of rows) {
        if (details) print(['', `${line}:`, '', ...details].join('\n'))
      }
    },
  }
}

function rendered({ line, against, ratio, goal, met, measured }: Row): string {
  const verdict = met === undefined ? '' : met ? 'met' : 'missed'
  return `| ${line} | ${against} | ${ratio ?? ''} | ${goal ?? ''} | ${verdict} | ${measured} |`
}
