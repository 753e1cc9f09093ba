import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import type { RequestOffer } from './offer.ts'
import type { RequestPerson } from './person.ts'
import { PersonInDocument5 } from './person.ts'
import type { BuyerRequest } from './request.ts'
import { requests } from './routes.ts'

const domains = {
  requests: {
    name: 'Requests',
    description: 'What people look for. Whoever has a store may offer it to them.',
  },
  'requests.offers': {
    name: 'Requests: offers',
    description:
      'An offer names a price and perhaps a product. Accepting one fulfils the request and says with whom to go on: nothing is bought by it.',
  },
}

const names = {
  'requests.get': 'BuyerRequest',
  'requests.offers.create': 'RequestOffer',
}

const parts = partsIn('rooms', { RequestPerson: PersonInDocument5 })

const person = (id: number, username: string, isSeller: boolean): RequestPerson => ({
  id,
  username,
  avatar: null,
  isSeller,
})

const request: BuyerRequest = {
  id: 456,
  userId: 41,
  user: person(41, 'noor', false),
  title: 'A dinner set for six',
  description: 'Stoneware, hand thrown, in any shade of blue. Six plates and six bowls.',
  budget: '180.00',
  status: 'OPEN',
  views: 12,
  offerCount: 1,
  offers: [],
  metadata: { city: 'Lisbon' },
  expiresAt: '2026-04-13T09:26:53.120Z',
  createdAt: '2026-03-14T09:26:53.120Z',
  updatedAt: '2026-03-14T09:26:53.120Z',
}

const offer: RequestOffer = {
  id: 77,
  requestId: 456,
  sellerId: 57,
  seller: person(57, 'rosa.lind', true),
  productId: 12,
  product: {
    id: 12,
    name: 'Dinner set, cobalt',
    price: '189.00',
    currency: 'EUR',
    image: 'https://pictures.example.com/cobalt.png',
  },
  price: '175.00',
  message: 'I can have it ready in two weeks.',
  status: 'PENDING',
  createdAt: '2026-03-14T11:02:10.500Z',
  updatedAt: '2026-03-14T11:02:10.500Z',
}
const { title, description, metadata } = request
const page = { page: 1, perPage: 20, total: 1 }
const answered = (status: RequestOffer['status']): RequestOffer => ({ ...offer, status })

const examples = new Map([
  exampleOf(requests.list, { search: 'dinner set', status: 'OPEN' }, { items: [request], ...page }),
  exampleOf(requests.mine, {}, { items: [request], ...page }),
  exampleOf(requests.get, { id: 'REQ_456' }, { ...request, offers: [offer] }),
  exampleOf(
    requests.create,
    { title, description, budget: '180.00', metadata },
    { ...request, views: 0, offerCount: 0 },
  ),
  exampleOf(requests.update, { id: 'REQ_456', budget: '200.00' }, { ...request, budget: '200.00' }),
  exampleOf(
    requests.setStatus,
    { id: 'REQ_456', status: 'CLOSED' },
    { ...request, status: 'CLOSED', offerCount: 0 },
  ),
  exampleOf(requests.delete, { id: 'REQ_456' }, { id: 456 }),
  exampleOf(requests.offers.list, { id: 'REQ_456' }, { items: [offer], ...page }),
  exampleOf(requests.offers.mine, {}, { items: [offer], ...page }),
  exampleOf(
    requests.offers.create,
    {
      id: 'REQ_456',
      price: '175.00',
      message: 'I can have it ready in two weeks.',
      productId: 'PRD_12',
    },
    offer,
  ),
  exampleOf(requests.offers.accept, { id: 77 }, answered('ACCEPTED')),
  exampleOf(requests.offers.reject, { id: 77 }, answered('REJECTED')),
  exampleOf(requests.offers.withdraw, { id: 77 }, answered('WITHDRAWN')),
])

export const words: ContractWords = { domains, names, parts, examples }
