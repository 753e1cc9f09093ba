/** Whether two moments are less than so much apart: a clock that was set back says no more than that of what it told before. */
export const isWithin = (span: number, one: number, other: number): boolean =>
  Math.abs(one - other) < span
