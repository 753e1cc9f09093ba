import { type ContractNode, type Procedure, procedures, type RestRoute } from '@souk/contract'
import type { z } from 'zod'
import { type CompiledRoute, compileRoute } from '../route.ts'

/** One operation of the document: one REST path of one procedure. */
export interface Operation extends Pick<CompiledRoute, 'respond'> {
  readonly id: string
  /** The contract's branch that the procedure stands on: `trades.chat`. */
  readonly domain: string
  readonly procedure: Procedure
  readonly rest: RestRoute
  /** What of the procedure's result the path shows. */
  readonly view: z.ZodType
}

/** Every operation of a contract. */
export function operationsOf(contract: ContractNode): Operation[] {
  const taken = new Set<string>()
  return [...procedures(contract)].flatMap(({ path, procedure }) =>
    procedure.rest.map((rest) => {
      const id = freeId(path, rest, taken)
      taken.add(id)
      const domain = path.slice(0, path.lastIndexOf('.'))
      const view = rest.view ?? procedure.output
      const { respond } = compileRoute(path, procedure, rest)
      return { id, domain, procedure, rest, view, respond }
    }),
  )
}

/**
 * A procedure's first path has its name in the contract, the others add what sets them apart:
 * `auth.login`, `auth.login.entity`.
 */
function freeId(path: string, { dialect, method }: RestRoute, taken: ReadonlySet<string>): string {
  const inDialect = `${path}.${dialect}`
  const withMethod = `${inDialect}.${method.toLowerCase()}`
  const id = [path, inDialect, withMethod].find((candidate) => !taken.has(candidate))
  if (id === undefined) throw new Error(`${path} has too many REST paths to name them all`)
  return id
}
