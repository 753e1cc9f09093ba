import { onServer } from '@souk/database/testing'
import type { Finding } from '@souk/ledger'
import { openBooks } from './books.ts'
import type { HttpClient, TestUser } from './http-client.ts'
import type { CrashData } from './souk-process.ts'

/** Answers after which the blow falls. */
export const ENOUGH = 150

/** Signs up so many pairs of people, for each to deal with the other. */
export function signUpPairs(http: HttpClient, most: number): Promise<[TestUser, TestUser][]> {
  const pair = (n: number) => Promise.all([http.signUp(`trader${n}`), http.signUp(`other${n}`)])
  return Promise.all(Array.from({ length: most }, (_, n) => pair(n)))
}

/** Works without a pause until the server goes away, and says so at each answer. */
export type Worker = (onAnswer: () => void) => Promise<void>

/**
 * Lets all work at once, and calls `stroke` in the middle of it. Should work end before that, its error is
 * thrown.
 */
export async function strike(
  workers: readonly Worker[],
  stroke: () => Promise<unknown>,
): Promise<void> {
  let answers = 0
  const enough = Promise.withResolvers<void>()
  const onAnswer = () => {
    answers += 1
    if (answers === ENOUGH) enough.resolve()
  }
  const working = workers.map((work) => work(onAnswer))
  const ended = Promise.allSettled(working)
  await Promise.race([enough.promise, Promise.race(working)])
  await stroke()
  await ended
}

/**
 * Whether what was promised has been kept, by how far each status is: a request without an answer may have
 * gone through, but what was at its end stays there.
 */
export function isKept<Status extends string>(
  stages: Readonly<Record<Status, number>>,
  promised: Status,
  now: Status,
): boolean {
  const isOver = stages[promised] === Math.max(...Object.values<number>(stages))
  return isOver ? now === promised : stages[now] >= stages[promised]
}

/** What a second process does with the database of one that may have been killed. */
export interface Beside {
  // The tests ask for rows of this shape alone.
  sql(text: string): Promise<{ n: number }[]>
  countOf(what: string): Promise<number | undefined>
  /** What is off in the ledger. */
  findings(): Promise<Finding[]>
  /**
   * Gives the jobs back at which somebody worked who is gone. Supervision finds that out after a while; here it
   * is at once.
   */
  retryJobs(): Promise<void>
}

export function beside(data: CrashData): Beside {
  async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
    const { url, stop } = await data.postgres()
    try {
      return await work(url)
    } finally {
      await stop()
    }
  }
  const sql = (text: string) =>
    withDatabase((url) => onServer(url, (run) => run(text))) as Promise<{ n: number }[]>
  return {
    sql,
    async retryJobs() {
      const again = `update pgboss.job set state = 'retry', start_after = now()`
      await sql(`${again} where state = 'active'`)
    },
    countOf: async (what) => (await sql(`select count(*)::int as n from ${what}`))[0]?.n,
    findings: () =>
      withDatabase(async (url) => {
        const books = await openBooks(url)
        try {
          return await books.verify()
        } finally {
          await books.close()
        }
      }),
  }
}
