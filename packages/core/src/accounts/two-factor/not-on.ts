import { SoukError } from '@souk/contract'

export const notOn = () => new SoukError('CONFLICT', 'Two-factor authentication is not on')
