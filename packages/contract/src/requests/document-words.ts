import { type ContractWords, partsIn } from '../document-words.ts'
import { PersonInDocument5 } from './person.ts'

export const words: ContractWords = {
  domains: {
    requests: {
      name: 'Requests',
      description: 'What people look for. Whoever has a store may offer it to them.',
    },
    'requests.offers': {
      name: 'Requests: offers',
      description:
        'An offer names a price and perhaps a product. Accepting one fulfils the request and says with whom to go on: nothing is bought by it.',
    },
  },
  names: {
    'requests.get': 'BuyerRequest',
    'requests.offers.create': 'RequestOffer',
  },
  parts: partsIn('rooms', { RequestPerson: PersonInDocument5 }),
}
