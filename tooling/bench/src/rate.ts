/** How often `work` got done a second, with `clients` of them at it for `seconds`. */
export async function rateOf(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<void>,
): Promise<number> {
  let done = 0
  const start = performance.now()
  const end = start + seconds * 1000
  const client = async (n: number) => {
    while (performance.now() < end) {
      await work(n)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)))
  return (done / (performance.now() - start)) * 1000
}

/** One of the things compared. */
export interface Contender {
  readonly name: string
  readonly clients: number
  readonly work: (client: number) => Promise<void>
}

/**
 * Rates of contenders measured in turns, several rounds long, so that a noisy neighbour hits all of
 * them alike. The first round warms up and is thrown away. @returns each one's median.
 */
export async function compare(
  contenders: readonly Contender[],
  { rounds = 5, seconds = 2 } = {},
): Promise<number[]> {
  const rates = contenders.map((): number[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, { clients, work }] of contenders.entries()) {
      const rate = await rateOf(clients, seconds, work)
      if (round > 0) rates[i]?.push(rate)
    }
  }
  return rates.map(median)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted[middle] ?? Number.NaN
}

/** The value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
