import { type ContractWords, partsIn } from '../document-words.ts'
import { OwnUser } from './user.ts'

export const words: ContractWords = {
  domains: {
    users: {
      name: 'Users',
      description:
        'Doors for the apps of the negotiation rooms. The accounts are those of every other path.',
    },
  },
  names: { 'users.register': 'SignedInUser', 'users.profile': 'OwnUser' },
  parts: partsIn('rooms', { SellerAccount: OwnUser.shape.sellerAccount.unwrap() }),
}
