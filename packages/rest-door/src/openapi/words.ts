import type { ContractWords } from '@souk/contract'
import type { oas31 } from 'zod-openapi'

/** What the document says beyond the contract. */
export interface DocumentWords extends ContractWords {
  readonly info: oas31.InfoObject
  readonly servers: readonly oas31.ServerObject[]
}
