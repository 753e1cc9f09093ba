import type { ContractNode } from '@souk/contract'
import { generateOpenApiDocument } from 'trpc-to-openapi'
import { z } from 'zod'
import type { oas31 } from 'zod-openapi'
import { isPage } from '../schema.ts'
import { createDescribedRouter } from './described-router.ts'
import { type TranslatorOf, translators } from './document-schema.ts'
import { HEADERS, IDEMPOTENCY_KEY } from './headers.ts'
import { type Operation, operationsOf } from './operations.ts'
import { overlay, type Written } from './overlay.ts'
import { NOTHING_RECORDED } from './recorded.ts'
import { refusalPaths } from './refusal-responses.ts'
import { SECURITY_SCHEMES } from './security.ts'
import { webhookPaths, webhooksOf } from './webhooks.ts'
import type { DocumentWords, TagGroupWords } from './words.ts'

/**
 * Makes the OpenAPI document of a contract's REST routes, in the dialect of each: trpc-to-openapi
 * writes what a tRPC router can tell it, an overlay adds the rest.
 */
export function createOpenApiDocument(
  contract: ContractNode,
  words: DocumentWords,
): oas31.OpenAPIObject {
  const operations = operationsOf(contract)
  const shown = translators('out')
  nameSchemas(operations, words, shown)
  const written = generateOpenApiDocument(createDescribedRouter(operations, words, shown), {
    openApiVersion: '3.1.1',
    title: words.info.title,
    version: words.info.version,
    baseUrl: '/',
    securitySchemes: SECURITY_SCHEMES,
    paths: { ...refusalPaths(operations, words.recorded), ...webhookPaths(words.recorded, shown) },
  })
  const { schemas = {}, responses = {} } = written.components ?? {}
  return {
    openapi: written.openapi,
    info: words.info,
    servers: [...words.servers],
    tags: domainsOf(operations, words).map((domain) => tagOf(domain, words)),
    ...(words.groups && { 'x-tagGroups': tagGroups(operations, words, words.groups) }),
    paths: pathsOf(operations, byId(written), words),
    ...(words.recorded !== NOTHING_RECORDED && { webhooks: webhooksOf(written) }),
    components: {
      schemas,
      headers: HEADERS,
      responses,
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

/** Every operation under its true path and method. */
function pathsOf(
  operations: readonly Operation[],
  written: Written,
  { recorded }: DocumentWords,
): oas31.PathsObject {
  const paths: oas31.PathsObject = {}
  for (const operation of operations) {
    const { path, method } = operation.rest
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: overlay(operation, written, recorded),
    }
  }
  return paths
}

function byId({ paths = {} }: oas31.OpenAPIObject): Written {
  const items: oas31.PathItemObject[] = Object.values(paths)
  const all = items.flatMap((item) => [item.get, item.post, item.put, item.patch, item.delete])
  return new Map(all.flatMap((one) => (one?.operationId ? [[one.operationId, one]] : [])))
}

/** In the order of the words for them; what has none comes last. */
function domainsOf(operations: readonly Operation[], { domains }: DocumentWords): string[] {
  const used = new Set(operations.map(({ domain }) => domain))
  const known = Object.keys(domains).filter((domain) => used.has(domain))
  return [...new Set([...known, ...used])]
}

const tagOf = (domain: string, { domains }: DocumentWords): oas31.TagObject =>
  domains[domain] ?? { name: domain }

function tagGroups(
  operations: readonly Operation[],
  words: DocumentWords,
  groups: readonly TagGroupWords[],
) {
  const domains = domainsOf(operations, words)
  const branchOf = (domain: string) => domain.replace(/\..*/, '')
  return groups.flatMap(({ name, branches }) => {
    const own = domains.filter((domain) => branches.includes(branchOf(domain)))
    return own.length > 0 ? [{ name, tags: own.map((domain) => tagOf(domain, words).name) }] : []
  })
}

/** Gives what operations show, and what stands in that, the names they were given: the document refers to them. */
function nameSchemas(
  operations: readonly Operation[],
  { names, parts = {} }: DocumentWords,
  shown: TranslatorOf,
): void {
  for (const [name, { dialect, schema }] of Object.entries(parts)) {
    giveName(shown(dialect)(schema), name)
  }
  for (const { id, rest, view } of operations) {
    const name = names[id]
    if (name === undefined) continue
    const item = isPage(view) ? (view.shape.items.element as z.ZodType) : view
    const schema = shown(rest.dialect)(item)
    if (schema === item) throw new Error(`${id}: only objects can be named`)
    giveName(schema, name)
  }
}

function giveName(schema: z.ZodType, id: string): void {
  z.globalRegistry.add(schema, { ...schema.meta(), id })
}
