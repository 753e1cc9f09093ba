import { fieldRefused, SoukError } from '@souk/contract'
import { unforeseen } from '../unforeseen.ts'

/** Also of a room that there is not: nobody learns which there are. Never 401, which signs its clients out. */
export const accessDenied = () => new SoukError('NOT_A_PARTY', 'Access denied to this room')

/** What the database says of who may not write there, and of an offer that cannot be made. */
export function roomRefused(outcome: string, priceField = 'price'): SoukError {
  switch (outcome) {
    case 'no_access':
      return accessDenied()
    case 'blocking':
      return new SoukError('FORBIDDEN', 'You have blocked this user')
    case 'blocked':
      return new SoukError('FORBIDDEN', 'You cannot write to this user')
    case 'no_product':
      return new SoukError('NOT_FOUND', 'Product not found')
    case 'no_rate':
      return new SoukError('CONFLICT', 'There is no price in EUR for this product at the moment')
    case 'too_little':
      return fieldRefused(priceField, 'is less than can be paid')
    case 'too_much':
      return fieldRefused(priceField, 'is more than can be paid')
    default:
      return unforeseen(outcome)
  }
}
