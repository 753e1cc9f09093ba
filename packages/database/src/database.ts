import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import type { Pool } from 'pg'
import { sqlState, withRetry } from './retry.ts'
import type { Statement } from './statement.ts'

/**
 * What core may do with the database. Outside a transaction every statement commits by itself;
 * inside one, statements and the entity manager share its connection.
 */
export interface Db {
  /** MikroORM's unit of work, made for this request or transaction when first asked for. */
  readonly em: EntityManager
  /** Runs one prepared statement; retried when PostgreSQL rolled it back for a conflict. */
  query<Row extends object>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>
  /** Runs `work` in one transaction (joining a running one) and retries it on a conflict. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Runs `effect` once the running transaction has committed; at once outside of one. */
  afterCommit(effect: () => void): void
  /**
   * Runs `work` on its own after the running transaction was rolled back: for what must be
   * remembered although the request is refused. Does nothing outside of a transaction.
   */
  afterRollback(work: (db: Db) => Promise<void>): void
}

/** What a transaction has promised to do once it is over. */
interface Aftermath {
  readonly committed: (() => void)[]
  readonly rolledBack: ((db: Db) => Promise<void>)[]
}

/** Makes the `Db` of one request. */
export function createDb(orm: MikroORM, pool: Pool): Db {
  return new RequestDb(orm, pool)
}

/**
 * A class, because `em` is a getter: one in an object literal gives every object a hidden class of
 * its own, made where only a full garbage collection clears it away.
 */
class RequestDb implements Db {
  readonly #orm: MikroORM
  readonly #pool: Pool
  #em: EntityManager | undefined

  constructor(orm: MikroORM, pool: Pool) {
    this.#orm = orm
    this.#pool = pool
  }

  get em() {
    this.#em ??= this.#orm.em.fork()
    return this.#em
  }

  query<Row extends object>(statement: Statement<Row>, values: readonly unknown[]) {
    return withRetry(async () => (await runPrepared(this.#pool, statement, [...values])).rows)
  }

  transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return runTransaction(this, this.#orm, work)
  }

  afterCommit(effect: () => void) {
    effect()
  }

  afterRollback() {}
}

/** Runs a statement, and once more unprepared where a newer Souk has changed what it returns. */
async function runPrepared<Row extends object>(
  pool: Pool,
  { name, text, within }: Statement<Row>,
  values: unknown[],
) {
  const limit = within !== undefined && { query_timeout: within }
  try {
    return await pool.query<Row>({ name, text, values, ...limit })
  } catch (error) {
    if (sqlState(error) !== STALE_PLAN) throw error
    return pool.query<Row>({ text, values, ...limit })
  }
}

/** feature_not_supported: "cached plan must not change result type". */
const STALE_PLAN = '0A000'

/** Retries the work on a conflict; what was promised counts only for the try that was the last. */
async function runTransaction<T>(
  outside: Db,
  orm: MikroORM,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  let aftermath: Aftermath = { committed: [], rolledBack: [] }
  let result: T
  try {
    result = await withRetry(() => {
      const promised: Aftermath = { committed: [], rolledBack: [] }
      aftermath = promised
      return orm.em.fork().transactional((em) => work(transactionDb(em, promised)))
    })
  } catch (error) {
    for (const remember of aftermath.rolledBack) await remember(outside)
    throw error
  }
  for (const effect of aftermath.committed) effect()
  return result
}

function transactionDb(em: EntityManager, aftermath: Aftermath): Db {
  const kysely = em.getKysely()
  const db: Db = {
    em,
    query: async <Row extends object>(statement: Statement<Row>, values: readonly unknown[]) => {
      const result = await kysely.executeQuery<Row>(CompiledQuery.raw(statement.text, [...values]))
      return result.rows
    },
    transaction: (work) => work(db),
    afterCommit: (effect) => void aftermath.committed.push(effect),
    afterRollback: (work) => void aftermath.rolledBack.push(work),
  }
  return db
}
