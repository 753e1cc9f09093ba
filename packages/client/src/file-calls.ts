import type { Attachment } from '@souk/contract'
import type { TRPCProcedureOptions } from '@trpc/client'
import type { WebBlob } from './options.ts'

/** A `File`, wherever the platform has them; not all that use the SDK know their type. */
type WebFile = typeof globalThis extends { File: { prototype: infer F } } ? F : never

/**
 * The calls that take or give a file, as they are. tRPC would have it that all is JSON, and declarations
 * that are made of the contract know no platform's files.
 */
export interface FileCalls {
  readonly chat: {
    readonly upload: {
      mutate(input: { file: WebBlob }, options?: TRPCProcedureOptions): Promise<Attachment>
    }
    readonly download: {
      query(input: { id: string }, options?: TRPCProcedureOptions): Promise<WebFile>
    }
  }
}
