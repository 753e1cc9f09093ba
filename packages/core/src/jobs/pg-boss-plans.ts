/**
 * How pg-boss makes its own schema, for a database that has none yet. It brings a transaction of its
 * own; a migration already runs in one.
 */
export async function pgBossPlans(): Promise<string> {
  const { getConstructionPlans } = await import('pg-boss')
  return getConstructionPlans('pgboss')
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, '')
}
