import { contract } from '@souk/contract'
import { watchMyEvents } from '@souk/core'
import { implement } from './implement.ts'

export const meRouter = implement('me', contract.me, {
  events: watchMyEvents,
})
