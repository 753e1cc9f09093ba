import type { ContractNode, Dialect } from '@souk/contract'
import { z } from 'zod'
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import { DIALECTS } from '../dialects.ts'
import { type End, isPage } from '../schema.ts'
import { createTranslator, type Translate } from './document-schema.ts'
import { HEADERS } from './headers.ts'
import { type Operation, operationsOf } from './operations.ts'
import { createRefusalResponses } from './refusal-responses.ts'
import { IDEMPOTENCY_KEY, requestOf } from './request.ts'
import { responsesOf } from './responses.ts'
import { SECURITY_SCHEMES, securityOf } from './security.ts'
import type { DocumentWords } from './words.ts'

/** Makes the OpenAPI document of a contract's REST routes, in the dialect of each. */
export function createOpenApiDocument(
  contract: ContractNode,
  words: DocumentWords,
): oas31.OpenAPIObject {
  const operations = operationsOf(contract)
  const shown = translators('out')
  nameSchemas(operations, words, shown)
  return createDocument({
    openapi: '3.1.1',
    info: words.info,
    servers: [...words.servers],
    tags: tagsOf(operations, words),
    paths: pathsOf(operations, words, shown),
    components: {
      headers: { ...HEADERS },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      securitySchemes: { ...SECURITY_SCHEMES },
    },
  })
}

function translators(end: End): (dialect: Dialect) => Translate {
  const made = new Map<Dialect, Translate>()
  return (dialect) => {
    const translate = made.get(dialect) ?? createTranslator(DIALECTS[dialect], end)
    made.set(dialect, translate)
    return translate
  }
}

/** In the order of the words for them; what has none comes last. */
function tagsOf(operations: readonly Operation[], { domains }: DocumentWords): oas31.TagObject[] {
  const used = new Set(operations.map(({ domain }) => domain))
  const known = Object.keys(domains).filter((domain) => used.has(domain))
  return [...new Set([...known, ...used])].map((domain) => domains[domain] ?? { name: domain })
}

function pathsOf(
  operations: readonly Operation[],
  words: DocumentWords,
  shown: (dialect: Dialect) => Translate,
): ZodOpenApiPathsObject {
  const given = translators('in')
  const refusal = createRefusalResponses()
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations) {
    const { procedure, rest } = operation
    const exampleOf = (one: Operation) => words.examples.get(one.procedure)
    const described = {
      ...introduce(operation, words),
      security: securityOf(procedure.access, operation.isChangingGet),
      ...requestOf(operation, given(rest.dialect), exampleOf),
      responses: responsesOf(operation, shown(rest.dialect), refusal, exampleOf(operation)),
    }
    paths[rest.path] = { ...paths[rest.path], [rest.method.toLowerCase()]: described }
  }
  return paths
}

function introduce(
  { id, domain, procedure, isChangingGet, withBody }: Operation,
  { domains }: DocumentWords,
): Pick<ZodOpenApiOperationObject, 'operationId' | 'tags' | 'summary' | 'description'> {
  const { summary, description, access } = procedure
  const sentences = [
    description,
    access === 'staff' && 'For staff only.',
    withBody && changedBy(withBody),
    (isChangingGet || withBody) && CHANGING_GET,
  ].filter(Boolean)
  return {
    operationId: id,
    tags: [domains[domain]?.name ?? domain],
    summary,
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
  }
}

const changedBy = ({ procedure: { summary } }: Operation) =>
  `Sent with a JSON body, it does this instead: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`

const CHANGING_GET =
  'Few clients can send a body with a GET (`fetch` cannot); the other methods of this path do the same. No cookie is accepted for a GET that changes something.'

/** Gives what operations show the names it was given; named schemas are referred to. */
function nameSchemas(
  operations: readonly Operation[],
  { names }: DocumentWords,
  shown: (dialect: Dialect) => Translate,
): void {
  for (const { id, rest, view } of operations) {
    const name = names[id]
    if (name === undefined) continue
    const item = isPage(view) ? (view.shape.items.element as z.ZodType) : view
    const schema = shown(rest.dialect)(item)
    if (schema === item) throw new Error(`${id}: only objects can be named`)
    z.globalRegistry.add(schema, { ...schema.meta(), id: name })
  }
}
