import { soukOpenApi } from '@souk/rest-door'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import {
  type DocumentedResponse,
  findOperation,
  type Located,
  pointerTo,
  requiredHeaders,
  responseOf,
} from './openapi-lookup.ts'

/** An answer of the API, as a test client read it. */
export interface CheckedAnswer {
  readonly method: string
  /** As requested, with values in place of parameters; a query does not matter. */
  readonly path: string
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/**
 * Holds an answer against the OpenAPI document. What the document knows nothing of (unknown paths
 * and methods, /trpc, /health, /docs) is left alone.
 * @throws when the answer's status, headers or body are not what the document says
 */
export function checkAnswer(answer: CheckedAnswer): void {
  const { method, path, status, body } = answer
  // HEAD is the GET that is listed, except where that changes something: there it is not known.
  if (method === 'HEAD' && status === 405) return
  const operation = findOperation(method === 'HEAD' ? 'GET' : method, path)
  if (!operation) return
  const response = responseOf(operation, status)
  const listed = Object.keys(operation.value.responses).join(', ')
  const problems = response
    ? responseProblems(response, answer)
    : [`this status is not listed, only ${listed}`]
  if (problems.length === 0) return
  const lines = [...problems, typeof body === 'string' ? body : JSON.stringify(body)]
  throw new Error(
    `${method} ${path} answered ${status}, not as the OpenAPI document says:\n  ${lines.join('\n  ')}`,
  )
}

function responseProblems(
  { pointer, value }: Located<DocumentedResponse>,
  { method, headers, body }: CheckedAnswer,
): string[] {
  const type = headers.get('content-type')?.split(';')[0] ?? 'none'
  const missing = requiredHeaders(value).filter((name) => !headers.has(name))
  const problems = missing.map((name) => `the header ${name} is missing`)
  if (!value.content && type === 'none') return body === '' ? problems : [...problems, 'has a body']
  if (!(type in (value.content ?? {}))) return [...problems, `the content type is ${type}`]
  // Files are not described further.
  const isLookedAt = method !== 'HEAD' && type === 'application/json'
  return isLookedAt ? [...problems, ...bodyProblems(pointer, body)] : problems
}

/** What the document finds wrong with the body of a request; nothing, if all is well. */
export function requestBodyProblems(method: string, path: string, body: unknown): string[] {
  const operation = findOperation(method, path)
  if (!operation?.value.requestBody) return ['the document knows of no body here']
  return bodyProblems(`${operation.pointer}/requestBody`, body)
}

/** What the document finds wrong with the body of an answer; nothing, if all is well. */
export function answerBodyProblems(
  { method, path, status }: Omit<CheckedAnswer, 'headers' | 'body'>,
  body: unknown,
): string[] {
  const operation = findOperation(method, path)
  const response = operation && responseOf(operation, status)
  return response ? bodyProblems(response.pointer, body) : ['the document knows no such answer']
}

const CONTENT = pointerTo('content', 'application/json', 'schema').slice(1)

function bodyProblems(pointer: string, body: unknown): string[] {
  const validate = validatorOf(pointer + CONTENT)
  return validate(body) ? [] : (validate.errors ?? []).map(describe)
}

function describe({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`
}

let ajv: Ajv2020 | undefined
const validators = new Map<string, ValidateFunction>()

/** Compiled when first needed: a test file meets few of the operations. */
function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer)
  if (known) return known
  ajv ??= makeAjv()
  // A pointer in a reference is part of an address, so its braces must be encoded.
  const validate = ajv.compile({ $ref: encodeURI(`openapi.json${pointer}`) })
  validators.set(pointer, validate)
  return validate
}

function makeAjv(): Ajv2020 {
  // Not strict: around its schemas, the document has much that JSON Schema does not know.
  const made = new Ajv2020({ strict: false, allErrors: true })
  formats.default(made)
  return made.addSchema(soukOpenApi(), 'openapi.json')
}
