import type { Contract, Procedure } from '@souk/contract'
import type { z } from 'zod'

type InputsOf<Node> = {
  [Name in keyof Node]: Node[Name] extends Procedure<infer _, infer Input>
    ? z.input<Input>
    : InputsOf<Node[Name]>
}

type OutputsOf<Node> = {
  [Name in keyof Node as Node[Name] extends Procedure<'subscription'>
    ? never
    : Name]: Node[Name] extends Procedure<infer _, infer _Input, infer Output>
    ? z.output<Output>
    : OutputsOf<Node[Name]>
}

type EventsOf<Node> = {
  [Name in keyof Node as Node[Name] extends Procedure<'query' | 'mutation'>
    ? never
    : Name]: Node[Name] extends Procedure<infer _, infer _Input, infer Event>
    ? z.output<Event>
    : EventsOf<Node[Name]>
}

/** What each procedure takes: `Inputs['trades']['create']`. */
export type Inputs = InputsOf<Contract>

/** What each query and mutation gives: `Outputs['trades']['get']`. */
export type Outputs = OutputsOf<Contract>

/** What each subscription tells: `Events['trades']['watch']`, a union by `type`. */
export type Events = EventsOf<Contract>
