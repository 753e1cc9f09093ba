import { type ContractNode, type Procedure, procedures, type RestRoute } from '@souk/contract'
import type { z } from 'zod'
import { type CompiledRoute, carriersOf, compileRoute } from '../route.ts'
import { translators } from './document-schema.ts'
import { type GivenFields, givenFields } from './given-fields.ts'

/** One operation of the document: one REST path of one procedure. */
export interface Operation
  extends Pick<
    CompiledRoute,
    | 'path'
    | 'dialect'
    | 'reader'
    | 'respond'
    | 'takesQuery'
    | 'takesBody'
    | 'takesFile'
    | 'fileTypes'
    | 'isChangingGet'
  > {
  readonly id: string
  /** The contract's branch that the procedure stands on: `trades.chat`. */
  readonly domain: string
  readonly procedure: Procedure
  readonly rest: RestRoute
  /** What of the procedure's result the path shows. */
  readonly view: z.ZodType
  readonly given: GivenFields
  /** What the same GET is when it has a body: OpenAPI knows one operation a path and method. */
  readonly withBody?: Operation | undefined
}

/** Every operation of a contract. */
export function operationsOf(contract: ContractNode): Operation[] {
  const all = routesOf(contract)
  const hidden = new Set<Operation>()
  const operations = all.map((operation) => {
    const { rest, isChangingGet } = operation
    if (rest.method !== 'GET' || isChangingGet) return operation
    const withBody = all.find((other) => other.isChangingGet && other.rest.path === rest.path)
    if (!withBody) return operation
    hidden.add(withBody)
    return { ...operation, withBody, given: { ...operation.given, body: withBody.given.body } }
  })
  return operations.filter((operation) => !hidden.has(operation))
}

function routesOf(contract: ContractNode): Operation[] {
  const taken = new Set<string>()
  const translatorOf = translators('in')
  return [...procedures(byName(contract))].flatMap(({ path, procedure }) =>
    procedure.rest.map((rest) => {
      const id = freeId(path, procedure, rest, taken)
      taken.add(id)
      const route = compileRoute(path, procedure, rest)
      return {
        ...route,
        id,
        domain: path.slice(0, path.lastIndexOf('.')),
        view: rest.view ?? procedure.output,
        given: givenFields(route, translatorOf(rest.dialect)),
      }
    }),
  )
}

/** So that a branch which changes its place in the contract leaves the paths where they were. */
function byName(contract: ContractNode): ContractNode {
  return Object.fromEntries(Object.entries(contract).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * A procedure's first path has its name in the contract, the others add what sets them apart:
 * `auth.login`, `auth.login.entity`. A method that is not its own sort's never has the plain name.
 */
function freeId(
  path: string,
  procedure: Procedure,
  rest: RestRoute,
  taken: ReadonlySet<string>,
): string {
  const { takesQuery, takesBody } = carriersOf(procedure, rest)
  const byMethod = `${path}.${rest.method.toLowerCase()}`
  const inDialect = `${path}.${rest.dialect}`
  const candidates = [path, inDialect, `${inDialect}.${rest.method.toLowerCase()}`]
  const id =
    takesQuery && takesBody ? byMethod : candidates.find((candidate) => !taken.has(candidate))
  if (id === undefined) throw new Error(`${path} has too many REST paths to name them all`)
  return id
}
