import type { FieldError, Procedure, RestRoute, SoukError } from '@souk/contract'
import { DIALECTS, type DialectRules, type Paging } from './dialects.ts'
import { compileReader, type Reader } from './read-input.ts'
import { isPage } from './schema.ts'
import { compileWriter } from './write-output.ts'

/** One REST path of one procedure, compiled at start. */
export interface CompiledRoute {
  readonly path: string
  readonly procedure: Procedure
  readonly rest: RestRoute
  readonly dialect: DialectRules
  readonly reader: Reader
  /** The document's body for a result, and where a list stands. */
  respond(result: unknown): { body: unknown; paging: Paging | undefined }
}

export function compileRoute(path: string, procedure: Procedure, rest: RestRoute): CompiledRoute {
  const dialect = DIALECTS[rest.dialect]
  const view = rest.view ?? procedure.output
  const paged = isPage(view)
  const write = compileWriter(paged ? view.shape.items : view, dialect)
  return {
    path,
    procedure,
    rest,
    dialect,
    reader: compileReader(procedure.input, dialect),
    respond(result) {
      const paging = paged ? (result as Paging) : undefined
      const shown = write(paged ? (result as { items: unknown }).items : result)
      return { body: dialect.success(rest, shown, paging), paging }
    },
  }
}

/** A refusal as the dialect answers it. */
export function refuse(
  dialect: DialectRules,
  error: SoukError,
  inDocument: (field: FieldError) => FieldError = (field) => field,
): { status: number; body: unknown } {
  return {
    status: dialect.statuses[error.code],
    body: dialect.failure(error, error.fields.map(inDocument)),
  }
}
