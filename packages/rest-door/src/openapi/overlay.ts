import type { oas31 } from 'zod-openapi'
import { isPage } from '../schema.ts'
import { type CodeSample, codeSamples } from './code-samples.ts'
import { describedId } from './described-router.ts'
import type { GivenField } from './given-fields.ts'
import { ALWAYS, COOKIE_IF_OPENED, headers } from './headers.ts'
import type { Operation } from './operations.ts'
import type { Recorded, RecordedOperation } from './recorded.ts'
import { examplesOf, type NamedCall, type NamedExample, namedCalls } from './recorded-examples.ts'
import { refusalsId } from './refusal-responses.ts'
import { securityOf } from './security.ts'

/** What the generator wrote, by the operations' ids. */
export type Written = ReadonlyMap<string, oas31.OperationObject>

/** Joins what was written of an operation, and adds what the generator has no words for. */
export function overlay(
  operation: Operation,
  written: Written,
  recorded: Recorded,
): oas31.OperationObject & { readonly 'x-codeSamples': readonly CodeSample[] } {
  const { id, procedure, rest, isChangingGet } = operation
  const query = written.get(describedId(operation, 'query'))
  const body = written.get(describedId(operation, 'body'))
  const either = query ?? body
  if (!either) throw new Error(`${id} is described nowhere`)
  const { tags = [], summary = '', description, parameters = [], responses } = either
  const { calls: made, refusals } = recorded.operations[id] ?? NEVER_CALLED
  const calls = namedCalls(made)
  const status = rest.status ?? 200
  return {
    operationId: id,
    tags,
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(procedure.access, isChangingGet),
    parameters: [
      ...parameters.map((parameter) => overlayParameter(parameter, operation, calls)),
      ...(isRepeatable(operation) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(body?.requestBody && {
      requestBody: overlayBody(body.requestBody, sentBodies(operation, calls, refusals)),
    }),
    responses: {
      ...(rest.isThereAlready && {
        '200': overlaySuccess(operation, responses?.['200'], answers(calls, 200)),
      }),
      [`${status}`]: overlaySuccess(operation, responses?.['200'], answers(calls, status)),
      ...written.get(refusalsId(operation))?.responses,
    },
    'x-codeSamples': codeSamples(operation, calls[0]),
  }
}

/** Whether an operation changes something, and so takes an Idempotency-Key. */
const isRepeatable = ({ procedure, withBody }: Operation) =>
  procedure.kind === 'mutation' || withBody !== undefined

const NEVER_CALLED: RecordedOperation = { calls: [], refusals: {} }

/** With the field's description, and the values that it had. */
function overlayParameter(
  parameter: oas31.ParameterObject | oas31.ReferenceObject,
  { given, reader }: Operation,
  calls: readonly NamedCall[],
): oas31.ParameterObject | oas31.ReferenceObject {
  if ('$ref' in parameter) return parameter
  const { required, ...written } = parameter
  const named = ({ name }: GivenField) => name === parameter.name
  const field = (parameter.in === 'path' ? given.path : given.query).find(named)
  const examples = calls.flatMap(({ key, summary, path = {}, query = {} }) => {
    const value = field && reader.read({ path, query, body: {} })[field.key]
    return value === undefined ? [] : [{ key, summary, value }]
  })
  const { description } = field?.schema ?? {}
  return {
    ...written,
    ...examplesOf(examples),
    ...(required && { required }),
    ...(description !== undefined && { description }),
  }
}

/** What was sent. A file has no example that JSON could show. */
function sentBodies(
  { takesFile }: Operation,
  calls: readonly NamedCall[],
  refusals: RecordedOperation['refusals'],
): NamedExample[] {
  if (takesFile) return []
  const refused = Object.entries(refusals).map(([key, refusal]) => ({ key, ...refusal }))
  return [...calls, ...refused].flatMap(({ key, summary, body }) =>
    body === undefined ? [] : [{ key, summary, value: body }],
  )
}

function overlayBody(
  body: oas31.RequestBodyObject | oas31.ReferenceObject,
  examples: readonly NamedExample[],
): oas31.RequestBodyObject | oas31.ReferenceObject {
  if ('$ref' in body) return body
  return { ...body, content: withExamples(body.content, examples) }
}

const answers = (calls: readonly NamedCall[], status: number): NamedExample[] =>
  calls
    .filter((call) => call.status === status)
    .map(({ key, summary, answer }) => ({ key, summary, value: answer }))

function overlaySuccess(
  operation: Operation,
  { description, content }: oas31.ResponseObject,
  examples: readonly NamedExample[],
): oas31.ResponseObject {
  const { procedure, rest, view, fileTypes } = operation
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
      content: fileTypes ? bytesOf(fileTypes) : withExamples(content, examples),
    }),
  }
}

const NO_CONTENT = 204

function bytesOf(types: readonly string[]): oas31.ContentObject {
  const schema = { type: 'string', format: 'binary' } as const
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

const JSON_TYPE = 'application/json'

function withExamples(
  content: oas31.ContentObject = {},
  examples: readonly NamedExample[],
): oas31.ContentObject {
  const [type = JSON_TYPE] = Object.keys(content)
  return { [type]: { ...examplesOf(examples), ...content[type] } }
}
