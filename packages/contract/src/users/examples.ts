import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import { users } from './routes.ts'
import { OwnUser, type SignedInUser } from './user.ts'

const domains = {
  users: {
    name: 'Users',
    description:
      'Doors for the apps of the negotiation rooms. The accounts are those of every other path.',
  },
}

const names = { 'users.register': 'SignedInUser', 'users.profile': 'OwnUser' }

const parts = partsIn('rooms', { SellerAccount: OwnUser.shape.sellerAccount.unwrap() })

const rosa: OwnUser = {
  id: 57,
  email: 'rosa@example.com',
  username: 'rosa.lind',
  avatar: null,
  emailVerified: false,
  isBuyer: true,
  isSeller: true,
  currentRole: 'seller',
  sellerAccount: { id: 9, storeName: 'Lind Pottery', description: 'Cups, bowls and plates.' },
  isActive: true,
  twoFactorEnabled: false,
  createdAt: '2026-03-14T09:26:53.120Z',
}

const signedIn: SignedInUser = {
  ...rosa,
  session: 'cs_4d1f09a7c2_b1946ac92492d2347c6235b4d2611184a7f3c5e1d2b3f4a5',
}

const examples = new Map([
  exampleOf(
    users.register,
    {
      email: 'rosa@example.com',
      password: 'a kiln in the garden',
      username: 'rosa.lind',
      accountType: 'seller',
      sellerData: { storeName: 'Lind Pottery', description: 'Cups, bowls and plates.' },
    },
    signedIn,
  ),
  exampleOf(users.login, { email: 'rosa@example.com', password: 'a kiln in the garden' }, signedIn),
  exampleOf(users.profile, {}, rosa),
  exampleOf(
    users.updateProfile,
    { avatar: 'https://pictures.example.com/rosa.png' },
    { ...rosa, avatar: 'https://pictures.example.com/rosa.png' },
  ),
])

export const words: ContractWords = { domains, names, parts, examples }
