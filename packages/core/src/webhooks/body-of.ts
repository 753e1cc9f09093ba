import { secondTime, type ToldEvent } from '@souk/contract'
import type { Ctx } from '../context.ts'

/** What is sent of an event, as document 3 has it. @param at ISO 8601 */
export function bodyOf(
  { webhooks }: Pick<Ctx, 'webhooks'>,
  event: ToldEvent,
  at: string,
  about: unknown,
): string {
  return JSON.stringify({ event, timestamp: secondTime(at), data: webhooks.present(event, about) })
}
