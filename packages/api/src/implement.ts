import {
  type ContractNode,
  callerFields,
  isProcedure,
  type Procedure,
  SoukError,
} from '@souk/contract'
import { type Ctx, runOnce, viewerId } from '@souk/core'
import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCRouterRecord,
} from '@trpc/server'
import type { z } from 'zod'
import type { ApiContext } from './context.ts'
import { checkedKey } from './context-factory.ts'
import { procedureFor, type SoukErrorShape, t } from './trpc.ts'

/** A core verb that does what a contract procedure says. */
type Verb<P> =
  P extends Procedure<'query' | 'mutation', infer Input, infer Output>
    ? (ctx: Ctx, input: z.output<Input>) => Promise<z.input<Output>>
    : never

/** One core verb for each procedure of a contract branch. */
export type Verbs<Node> = {
  readonly [Name in keyof Node]: Node[Name] extends Procedure ? Verb<Node[Name]> : Verbs<Node[Name]>
}

/** The tRPC procedures of a contract branch: types made from the contract, not from the server. */
export type RecordOf<Node> = {
  [Name in keyof Node]: Node[Name] extends Procedure<'query', infer Input, infer Output>
    ? TRPCQueryProcedure<{ input: Given<Input>; output: z.output<Output>; meta: object }>
    : Node[Name] extends Procedure<'mutation', infer Input, infer Output>
      ? TRPCMutationProcedure<{ input: Given<Input>; output: z.output<Output>; meta: object }>
      : RecordOf<Node[Name]>
}

/** What a caller gives: nothing at all will do where nothing is required. */
type Given<Input extends z.ZodType> =
  // biome-ignore lint/suspicious/noConfusingVoidType: only void lets the argument be left out
  Record<never, never> extends z.input<Input> ? z.input<Input> | void : z.input<Input>

export type RouterOf<Node> = TRPCBuiltRouter<
  { ctx: ApiContext; meta: object; errorShape: SoukErrorShape; transformer: false },
  RecordOf<Node> & TRPCRouterRecord
>

/** Makes the tRPC router of a contract branch from the verbs that implement it. */
export function implement<const Node extends ContractNode>(
  branch: string,
  node: Node,
  verbs: Verbs<Node>,
): RouterOf<Node> {
  return t.router(recordOf(branch, node, verbs as LooseVerbs)) as unknown as RouterOf<Node>
}

type LooseVerb = (ctx: Ctx, input: unknown) => Promise<unknown>
interface LooseVerbs {
  readonly [name: string]: LooseVerb | LooseVerbs
}

function recordOf(prefix: string, node: ContractNode, verbs: LooseVerbs): TRPCRouterRecord {
  const entries = Object.entries(node).map(([name, child]) => {
    const path = `${prefix}.${name}`
    const verb = verbs[name]
    return [
      name,
      isProcedure(child)
        ? procedureOf(path, child, verb as LooseVerb)
        : recordOf(path, child, verb as LooseVerbs),
    ]
  })
  return Object.fromEntries(entries)
}

function procedureOf(path: string, declared: Procedure, verb: LooseVerb) {
  const { access, kind, input, output } = declared
  const given = input.safeParse({}).success ? input.prefault({}) : input
  const procedure = procedureFor(access, kind).input(given).output(output)
  const named = callerFieldsOf(input)
  if (kind === 'query') {
    return procedure.query(({ ctx, input }) => verb(ctx.verb, input))
  }
  return procedure.mutation(({ ctx, input }) => {
    refuseOtherNames(ctx.verb, named, input)
    const key = checkedKey(ctx.idempotencyKey)
    return key === undefined
      ? verb(ctx.verb, input)
      : once(
          ctx.verb,
          { key, request: `${path} ${JSON.stringify(input)}` },
          ctx.outcome,
          verb,
          input,
        )
  })
}

async function once(
  ctx: Ctx,
  keyed: { key: string; request: string },
  outcome: ApiContext['outcome'],
  verb: LooseVerb,
  input: unknown,
): Promise<unknown> {
  const { answer, replayed } = await runOnce(ctx, keyed, (tx) => verb(tx, input))
  outcome.replayed = replayed
  return answer
}

/** The input fields in which a caller may only name himself. */
function callerFieldsOf(input: z.ZodType): string[] {
  const shape: Record<string, z.ZodType> = 'shape' in input ? (input.shape as never) : {}
  return Object.keys(shape).filter((key) => {
    const field = shape[key]
    return (
      field !== undefined &&
      'unwrap' in field &&
      callerFields.has((field.unwrap as () => z.ZodType)())
    )
  })
}

function refuseOtherNames(ctx: Ctx, fields: readonly string[], input: unknown): void {
  for (const field of fields) {
    const named = (input as Record<string, unknown>)[field]
    if (named !== undefined && named !== viewerId(ctx)) {
      throw new SoukError('FORBIDDEN', `${field} must be your own`)
    }
  }
}
