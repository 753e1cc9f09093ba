import { type ToldEvent, WEBHOOKS } from '@souk/contract'
import { DIALECTS } from './dialects.ts'
import { compileWriter, type Writer } from './write-output.ts'

/** Shows what an event of a webhook is about. */
export type PresentWebhook = (event: ToldEvent, about: unknown) => unknown

/** Makes what shows webhooks the things that REST shows, in the same words. */
export function compileWebhooks(): PresentWebhook {
  const writers = Object.entries(WEBHOOKS).map(
    ([event, { view, dialect }]) => [event, compileWriter(view, DIALECTS[dialect])] as const,
  )
  const byEvent: ReadonlyMap<string, Writer> = new Map(writers)
  return (event, about) => byEvent.get(event)?.(about)
}
