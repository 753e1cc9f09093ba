import { type ContractNode, procedures } from '@souk/contract'
import type { LooseVerb, Verbs, VerbTree } from '@souk/core'
import { createOperation, type Operation } from './operation.ts'

/** Ties each procedure of a contract to the verb that does what it says. */
export function implement<const Node extends ContractNode>(
  contract: Node,
  verbs: Verbs<Node>,
): Operation[] {
  return [...procedures(contract)].map(({ path, procedure }) =>
    createOperation(path, procedure, verbAt(verbs, path)),
  )
}

function verbAt(verbs: VerbTree, path: string): LooseVerb {
  const names = path.split('.')
  const found = names.reduce<VerbTree | LooseVerb | undefined>(
    (node, name) => (typeof node === 'object' ? node[name] : undefined),
    verbs,
  )
  if (typeof found !== 'function') throw new Error(`no verb does ${path}`)
  return found
}
