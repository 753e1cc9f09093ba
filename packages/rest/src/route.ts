import type { FieldError, Procedure, RestRoute, SoukError } from '@souk/contract'
import { z } from 'zod'
import { DIALECTS, type DialectRules, type Paging } from './dialects.ts'
import { API_HEADERS } from './headers.ts'
import { compileReader, type Reader } from './read-input.ts'
import { inner, isPage } from './schema.ts'
import { compileWriter } from './write-output.ts'

/** One REST path of one procedure, compiled at start. */
export interface CompiledRoute {
  readonly path: string
  readonly procedure: Procedure
  readonly rest: RestRoute
  readonly dialect: DialectRules
  readonly reader: Reader
  /** The headers of every success. */
  readonly headers: Readonly<Record<string, string>>
  /** The document's body for a result, and where a list stands. */
  respond(result: unknown): { body: unknown; paging: Paging | undefined }
}

export function compileRoute(path: string, procedure: Procedure, rest: RestRoute): CompiledRoute {
  const dialect = DIALECTS[rest.dialect]
  const view = rest.view ?? procedure.output
  const paged = isPage(view)
  refuseNamelessList(rest, inner(view, 'out'), paged)
  const write = compileWriter(paged ? view.shape.items : view, dialect)
  return {
    path,
    procedure,
    rest,
    dialect,
    reader: compileReader(procedure.input, dialect),
    headers: {
      ...API_HEADERS,
      ...(procedure.access !== 'public' && { vary: 'Authorization, Cookie' }),
    },
    respond(result) {
      const paging = paged ? (result as Paging) : undefined
      const shown = write(paged ? (result as { items: unknown }).items : result)
      return { body: dialect.success(rest, shown, paging), paging }
    },
  }
}

/** Beside a message or a pagination a list needs a name; spread there it would be `{0: …, 1: …}`. */
function refuseNamelessList(rest: RestRoute, view: z.ZodType, paged: boolean): void {
  const isList = paged || view instanceof z.ZodArray
  const hasCompany =
    (rest.dialect === 'plain' && rest.message !== undefined) ||
    (rest.dialect === 'rooms' && (rest.message !== undefined || paged))
  if (!isList || !hasCompany || rest.under !== undefined) return
  throw new Error(`${rest.method} ${rest.path} shows a list: give it a name with \`under\``)
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
