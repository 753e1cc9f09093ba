import type { Contract, ErrorCode, FieldError, Procedure } from '@souk/contract'
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'
import type { z } from 'zod'

/** What Souk says of a refusal. */
export interface SoukErrorData {
  /** Why, from a closed list. */
  readonly soukCode: ErrorCode
  /** The refused fields of the input; empty unless the code is `VALIDATION_FAILED`. */
  readonly fields: readonly FieldError[]
  /** Seconds to wait before another attempt can succeed. */
  readonly retryAfter?: number
}

export type SoukErrorShape = TRPCDefaultErrorShape & {
  readonly data: TRPCDefaultErrorShape['data'] & SoukErrorData
}

/** An event with the id to resume after. */
export interface TrackedEvent<Event> {
  readonly id: string
  readonly data: Event
}

/** An input of which nothing is required may be left out. */
type InputOf<Input extends z.ZodType> =
  | z.input<Input>
  | (Record<never, never> extends z.input<Input> ? undefined : never)

interface Definition<Input extends z.ZodType, Output> {
  input: InputOf<Input>
  output: Output
  meta: object
}

/** Each procedure of a contract branch as tRPC's clients know procedures. */
type RecordOf<Node> = {
  [Name in keyof Node]: Node[Name] extends Procedure<infer Kind, infer Input, infer Output>
    ? {
        query: TRPCQueryProcedure<Definition<Input, z.output<Output>>>
        mutation: TRPCMutationProcedure<Definition<Input, z.output<Output>>>
        subscription: TRPCSubscriptionProcedure<
          Definition<Input, AsyncIterable<TrackedEvent<z.output<Output>>>>
        >
      }[Kind]
    : RecordOf<Node[Name]>
}

interface Root {
  ctx: object
  meta: object
  errorShape: SoukErrorShape
  transformer: false
}

/** The type of Souk's router, made from its contract: for tRPC's own helpers and integrations. */
export interface AppRouter extends TRPCBuiltRouter<Root, RecordOf<Contract>> {}
