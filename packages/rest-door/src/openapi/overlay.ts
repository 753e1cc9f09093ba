import type { ContractWords, Example } from '@souk/contract'
import type { oas31 } from 'zod-openapi'
import { isPage } from '../schema.ts'
import { describedId } from './described-router.ts'
import type { GivenField, GivenFields } from './given-fields.ts'
import { ALWAYS, COOKIE_IF_OPENED, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import { refusalsId } from './refusal-responses.ts'
import { securityOf } from './security.ts'

/** What the generator wrote, by the operations' ids. */
export type Written = ReadonlyMap<string, oas31.OperationObject>

/** Joins what was written of an operation, and adds what the generator has no words for. */
export function overlay(
  operation: Operation,
  written: Written,
  examples: ContractWords['examples'],
): oas31.OperationObject {
  const { id, procedure, rest, withBody, given, isChangingGet, takesFile } = operation
  const query = written.get(describedId(operation, 'query'))
  const body = written.get(describedId(operation, 'body'))
  const either = query ?? body
  if (!either) throw new Error(`${id} is described nowhere`)
  const { tags = [], summary = '', description, parameters = [], responses } = either
  const example = examples.get(procedure)
  // A file has no example that JSON could show.
  const exampleOfBody = takesFile ? undefined : examples.get((withBody ?? operation).procedure)
  return {
    operationId: id,
    tags,
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(procedure.access, isChangingGet),
    parameters: [
      ...parameters.map((parameter) => overlayParameter(parameter, given, example)),
      ...(isRepeatable(operation) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(body?.requestBody && { requestBody: overlayBody(body.requestBody, given, exampleOfBody) }),
    responses: {
      ...(rest.isThereAlready && {
        '200': overlaySuccess(operation, responses?.['200'], example),
      }),
      [`${rest.status ?? 200}`]: overlaySuccess(operation, responses?.['200'], example),
      ...written.get(refusalsId(operation))?.responses,
    },
  }
}

/** Whether an operation changes something, and so takes an Idempotency-Key. */
const isRepeatable = ({ procedure, withBody }: Operation) =>
  procedure.kind === 'mutation' || withBody !== undefined

/** With the field's description, and in a path with the example's value. */
function overlayParameter(
  parameter: oas31.ParameterObject | oas31.ReferenceObject,
  given: GivenFields,
  example: Example | undefined,
): oas31.ParameterObject | oas31.ReferenceObject {
  if ('$ref' in parameter) return parameter
  const { required, ...written } = parameter
  const named = ({ name }: GivenField) => name === parameter.name
  const inPath = given.path.find(named)
  const value = inPath && example && valuesOf(example).get(inPath.key)
  const { description } = (inPath ?? given.query.find(named))?.schema ?? {}
  return {
    ...written,
    ...(value !== undefined && { example: value }),
    ...(required && { required }),
    ...(description !== undefined && { description }),
  }
}

function overlayBody(
  body: oas31.RequestBodyObject | oas31.ReferenceObject,
  given: GivenFields,
  example: Example | undefined,
): oas31.RequestBodyObject | oas31.ReferenceObject {
  if ('$ref' in body) return body
  const shown = example && inDocument(given.body, example)
  return { ...body, content: shown ? withExample(body.content, shown) : body.content }
}

function overlaySuccess(
  operation: Operation,
  { description, content }: oas31.ResponseObject,
  example: Example | undefined,
): oas31.ResponseObject {
  const { procedure, rest, view, respond, fileTypes } = operation
  const isPaged = isPage(view)
  return {
    description,
    headers: {
      ...headers(
        ...ALWAYS,
        isPaged && 'Link',
        isPaged && 'X-Total-Count',
        procedure.session !== undefined && procedure.session !== 'may open' && 'Set-Cookie',
        rest.location !== undefined && 'Location',
        isRepeatable(operation) && 'Idempotent-Replayed',
        fileTypes !== undefined && 'Content-Disposition',
      ),
      ...(procedure.session === 'may open' && COOKIE_IF_OPENED),
    },
    ...(rest.status !== NO_CONTENT && {
      content: fileTypes
        ? bytesOf(fileTypes)
        : withExample(content, example && respond(example.output).body),
    }),
  }
}

const NO_CONTENT = 204

function bytesOf(types: readonly string[]): oas31.ContentObject {
  const schema = { type: 'string', format: 'binary' } as const
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

const JSON_TYPE = 'application/json'

function withExample(content: oas31.ContentObject = {}, example: unknown): oas31.ContentObject {
  return { [JSON_TYPE]: { ...(example !== undefined && { example }), ...content[JSON_TYPE] } }
}

/** An example's input under the document's names, as far as the body carries it. */
function inDocument(fields: readonly GivenField[], example: Example): Record<string, unknown> {
  const values = valuesOf(example)
  const shown = fields.filter(({ key }) => values.has(key))
  return Object.fromEntries(shown.map(({ key, name }) => [name, values.get(key)]))
}

function valuesOf({ input }: Example): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(input as object))
}
