import type { WebFile } from '@souk/contract'
import type { TRPCProcedureOptions } from '@trpc/client'

/** The calls that give a file, as they are: tRPC's types would have it that all answers are JSON. */
export interface FileCalls {
  readonly chat: { readonly download: FileCall<string> }
  readonly staff: { readonly reports: { readonly file: FileCall<number> } }
}

interface FileCall<Id> {
  query(input: { id: Id }, options?: TRPCProcedureOptions): Promise<WebFile>
}
