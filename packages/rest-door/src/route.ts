import {
  type FieldError,
  fileFieldOf,
  fileTypesOf,
  type Procedure,
  type RestRoute,
  type SoukError,
} from '@souk/contract'
import { z } from 'zod'
import { type DialectRules, dialectOf, type Paging } from './dialects.ts'
import { API_HEADERS } from './headers.ts'
import { compileLocation, type Locate } from './location.ts'
import { compileReader, type Reader } from './read-input.ts'
import { besideEntries, inner, isPage } from './schema.ts'
import { compileWriter } from './write-output.ts'

/** One REST path of one procedure, compiled at start. */
export interface CompiledRoute {
  readonly path: string
  readonly procedure: Procedure
  readonly rest: RestRoute
  readonly dialect: DialectRules
  readonly reader: Reader
  readonly takesQuery: boolean
  readonly takesBody: boolean
  /** Its body is a form with a file, which the operation reads itself. */
  readonly takesFile: boolean
  /** It answers with a file of one of these types, and with JSON only when it refuses. */
  readonly fileTypes: readonly string[] | undefined
  /** The path changes something by GET, as document 4 has it. */
  readonly isChangingGet: boolean
  /** The headers of every success. */
  readonly headers: Readonly<Record<string, string>>
  /** The document's body for a result, and where a list stands. */
  respond(result: unknown): { body: unknown; paging: Paging | undefined }
  /** Where the thing just made can be read, on the routes that say so. */
  readonly locate: Locate | undefined
}

export function compileRoute(path: string, procedure: Procedure, rest: RestRoute): CompiledRoute {
  const dialect = dialectOf(rest)
  const view = rest.view ?? procedure.output
  const paged = isPage(view)
  refuseNamelessList(rest, inner(view, 'out'), paged)
  const write = compileWriter(paged ? view.shape.items : view, dialect)
  const writeBeside = paged ? compileWriter(besideEntries(view), dialect) : () => ({})
  return {
    path,
    procedure,
    rest,
    dialect,
    reader: compileReader(procedure.input, dialect),
    ...carriersOf(procedure, rest),
    takesFile: fileFieldOf(procedure) !== undefined,
    fileTypes: fileTypesOf(procedure),
    headers: {
      ...API_HEADERS,
      ...(procedure.access !== 'public' && { vary: 'Authorization, Cookie' }),
    },
    respond(result) {
      const paging = paged ? (result as Paging) : undefined
      const shown = write(paged ? (result as { items: unknown }).items : result)
      const body = dialect.success(spoken(rest, result), shown, paging)
      const beside = writeBeside(result) as object
      return {
        body: Object.keys(beside).length > 0 ? { ...(body as object), ...beside } : body,
        paging,
      }
    },
    locate: rest.location && compileLocation(rest.location, procedure.output, dialect),
  }
}

/**
 * Where a path's input comes from beside the path itself: reading from the query, changing from the
 * body. Where a document has the method the other way round, from either.
 */
export function carriersOf({ kind }: Procedure, { method }: RestRoute) {
  const isGet = method === 'GET'
  return {
    takesQuery: isGet || kind === 'query',
    takesBody: !isGet || kind === 'mutation',
    isChangingGet: isGet && kind === 'mutation',
  }
}

/** The route with its sentence as it is said of this result. */
function spoken(rest: RestRoute, result: unknown): RestRoute {
  return typeof rest.message === 'function'
    ? { ...rest, message: rest.message(result as never) }
    : rest
}

/** Beside a message or a pagination a list needs a name; spread there it would be `{0: …, 1: …}`. */
function refuseNamelessList(rest: RestRoute, view: z.ZodType, paged: boolean): void {
  const isList = paged || view instanceof z.ZodArray
  const hasCompany =
    (rest.dialect === 'plain' && rest.message !== undefined) ||
    (rest.dialect === 'rooms' && (rest.message !== undefined || paged))
  if (!isList || !hasCompany || rest.under !== undefined || rest.bare) return
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
