import {
  type Contract,
  type ContractNode,
  contract,
  isProcedure,
  type Procedure,
} from '@souk/contract'

type SchemasOf<Node> = {
  readonly [Name in keyof Node]: Node[Name] extends Procedure<infer _, infer Input>
    ? Input
    : SchemasOf<Node[Name]>
}

function schemasOf<Node extends ContractNode>(node: Node): SchemasOf<Node> {
  const entries = Object.entries(node).map(([name, child]) => [
    name,
    isProcedure(child) ? child.input : schemasOf(child),
  ])
  return Object.fromEntries(entries)
}

/** The zod schema of every procedure's input, in the client's own tree: `schemas.trades.create`. */
export const schemas: SchemasOf<Contract> = schemasOf(contract)

export * from '@souk/contract/resources'
