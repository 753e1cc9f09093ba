import { SoukError } from '@souk/contract'

export const productNotFound = () => new SoukError('NOT_FOUND', 'Product not found')
export const sellerNotFound = () => new SoukError('NOT_FOUND', 'Seller not found')
export const reviewNotFound = () => new SoukError('NOT_FOUND', 'Review not found')
