import { type ContractNode, procedures } from './define.ts'
import type { ContractWords } from './words.ts'

/** What documents say of a contract's domains: the words of each branch that has a REST path. */
export async function readWords(contract: ContractNode): Promise<ContractWords> {
  const shown = [...procedures(contract)].filter(({ procedure }) => procedure.rest.length > 0)
  const branches = new Set(shown.map(({ path }) => path.replace(/\..*/, '')))
  const all = await Promise.all([...branches].map(wordsOf))
  return {
    domains: Object.assign({}, ...all.map(({ domains }) => domains)),
    names: Object.assign({}, ...all.map(({ names }) => names)),
    parts: Object.assign({}, ...all.map(({ parts }) => parts)),
    examples: new Map(all.flatMap(({ examples }) => [...examples])),
  }
}

/**
 * They stand beside the branch in `examples.ts`, and in no list.
 * @throws Error when that file is missing, cannot be run, or exports no `words`
 */
async function wordsOf(branch: string): Promise<ContractWords> {
  const { words } = await import(`./${branch}/examples.ts`)
  if (!words) throw new Error(`${branch}/examples.ts exports no words`)
  return words
}
