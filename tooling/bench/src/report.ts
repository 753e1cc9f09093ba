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

export function renderTable(rows: readonly Row[]): string {
  const head = '| line | against | ratio | goal | | measured |\n|---|---|---|---|---|---|'
  const body = rows.map(({ line, against, ratio, goal, met, measured }) => {
    const verdict = met === undefined ? '' : met ? 'met' : 'missed'
    return `| ${line} | ${against} | ${ratio ?? ''} | ${goal ?? ''} | ${verdict} | ${measured} |`
  })
  return [head, ...body].join('\n')
}
