import { SoukError } from '@souk/contract'

export const requestNotFound = () => new SoukError('NOT_FOUND', 'Request not found')
export const requestOfferNotFound = () => new SoukError('NOT_FOUND', 'Offer not found')

/** Requests that somebody may have open. */
export const MOST_OPEN = 50

export const tooManyOpen = () =>
  new SoukError('CONFLICT', `You may have ${MOST_OPEN} open requests`)
