import type { z } from 'zod'
import { type ContractNode, type Dialect, procedures } from './define.ts'

/** What a domain is called in the document, and what it is. */
export interface DomainWords {
  readonly name: string
  readonly description: string
}

/** What a dialect shows within something else. */
export interface Part {
  readonly dialect: Dialect
  readonly schema: z.ZodType
}

/** What the document says of procedures beyond what the doors need to know of them. */
export interface ContractWords {
  /** By the contract's branch, nested ones with a dot: `trades.chat`; in the order of reading. */
  readonly domains: Readonly<Record<string, DomainWords>>
  /** Names for what operations show, or list, by the operation's id. */
  readonly names: Readonly<Record<string, string>>
  /** Names for what stands within that, often in several. */
  readonly parts?: Readonly<Record<string, Part>>
}

/** Parts of one dialect, by their names. */
export function partsIn(
  dialect: Dialect,
  schemas: Readonly<Record<string, z.ZodType>>,
): Record<string, Part> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, { dialect, schema }]),
  )
}

/** What the document says of a contract's domains: the words of each branch that has a REST path. */
export async function readWords(contract: ContractNode): Promise<ContractWords> {
  const shown = [...procedures(contract)].filter(({ procedure }) => procedure.rest.length > 0)
  const branches = new Set(shown.map(({ path }) => path.replace(/\..*/, '')))
  const all = await Promise.all([...branches].map(wordsOf))
  return {
    domains: Object.assign({}, ...all.map(({ domains }) => domains)),
    names: Object.assign({}, ...all.map(({ names }) => names)),
    parts: Object.assign({}, ...all.map(({ parts }) => parts)),
  }
}

/**
 * They stand beside the branch in `document-words.ts`, and in no list.
 * @throws Error when that file is missing, cannot be run, or exports no `words`
 */
async function wordsOf(branch: string): Promise<ContractWords> {
  const { words } = await import(`./${branch}/document-words.ts`)
  if (!words) throw new Error(`${branch}/document-words.ts exports no words`)
  return words
}
