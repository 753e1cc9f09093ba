import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withRates } from '../prepared.ts'
import type { Verbs } from '../verbs.ts'
import { createRequest } from './create-request.ts'
import { deleteRequest } from './delete-request.ts'
import { requestEntities } from './entities.ts'
import { expireRequest } from './expire-request.ts'
import { getRequest } from './get-request.ts'
import { listOwnRequests, listRequests } from './list-requests.ts'
import { createRequestOffer } from './offers/create-offer.ts'
import { listOwnRequestOffers, listRequestOffers } from './offers/list-offers.ts'
import {
  acceptRequestOffer,
  rejectRequestOffer,
  withdrawRequestOffer,
} from './offers/transition-offer.ts'
import { setRequestStatus } from './set-request-status.ts'
import { updateRequest } from './update-request.ts'

/** What people look for, and what users with a store offer them (document 5). */
export const requests = {
  sql: new URL('./sql/', import.meta.url),
  entities: requestEntities,
  verbs: {
    requests: {
      list: listRequests,
      mine: listOwnRequests,
      get: getRequest,
      create: withRates(createRequest),
      update: withRates(updateRequest),
      setStatus: withRates(setRequestStatus),
      delete: deleteRequest,
      offers: {
        list: listRequestOffers,
        mine: listOwnRequestOffers,
        create: withRates(createRequestOffer),
        accept: withRates(acceptRequestOffer),
        reject: withRates(rejectRequestOffer),
        withdraw: withRates(withdrawRequestOffer),
      },
    } satisfies Verbs<typeof contract.requests>,
  },
  queues: { 'request.expire': { work: expireRequest } },
} satisfies Domain
