import { contract } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../../src/index.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

/** The newest migration of the first version in which people negotiated in rooms. */
const WITH_ROOMS = 'Migration20261128000048'

const { rooms, requests } = verbs
const page = { page: 1, perPage: 100 }

describe.each(recordings(WITH_ROOMS))(
  'the rooms and requests of $name, after an upgrade',
  (recording) => {
    let souk: Upgraded
    beforeAll(async () => {
      souk = await openUpgraded(recording)
    })
    afterAll(() => souk.core.close())

    const roomOf = async (buyer: string) =>
      souk.first<{ id: number }>(
        `select rooms.id::integer as id from rooms join users on users.id = buyer_id
          where username = $1 and rooms.product_id is not null`,
        [buyer],
      )
    const offersOf = async (who: string) => {
      const ctx = await souk.as(who)
      const { id } = await roomOf('emeka')
      const { items } = await rooms.messages(ctx, { roomId: id, ...page })
      return items.flatMap(({ offer }) => (offer ? [offer] : []))
    }

    test('lists of rooms read as the contract has them', async () => {
      const listed = contract.rooms.list.output.parse(await rooms.list(await souk.as('femi'), page))
      expect(listed.items).toHaveLength(1)
    })

    test('every offer keeps its answer, the agreed one its order, the counter-offer its place', async () => {
      const offers = await offersOf('adaeze')
      const told = offers.map(({ price, status }) => `${status} ${price}`).sort()
      expect(told).toEqual([
        'accepted 120.00',
        'countered 70.00',
        'pending 60.00',
        'pending 80.00',
        'rejected 20.00',
      ])
      const accepted = offers.find(({ status }) => status === 'accepted')
      expect(accepted?.orderId).toEqual(expect.any(Number))
      const counter = offers.find(({ price }) => price === '80.00')
      const countered = offers.find(({ status }) => status === 'countered')
      expect(countered?.counterOfferId).toBe(counter?.id)
    })

    test('an offer that waited is accepted at its price, and becomes an order', async () => {
      const waiting = (await offersOf('adaeze')).find(({ price }) => price === '60.00')
      const answer = { offerId: waiting?.id ?? 0, response: 'accept' as const, message: null }
      const { orderId } = await rooms.respond(await souk.as('adaeze'), {
        ...answer,
        counterPrice: null,
      })
      expect(orderId).toEqual(expect.any(Number))
      expect(await souk.core.verify()).toEqual([])
    })

    test('a message sent again under its name is still the same one', async () => {
      const { id } = await roomOf('emeka')
      const sent = { roomId: id, content: 'Is it still to be had?', clientId: 'b-1' }
      const again = { ...sent, messageType: 'text' as const, messageData: null }
      expect(await rooms.send(await souk.as('emeka'), again)).toMatchObject({ isRepeated: true })
    })

    test('reactions are those that were left', async () => {
      const rows = await souk.rows('select type from message_reactions')
      expect(rows).toEqual([{ type: 'HEART' }])
    })

    test('requests keep their states, and who may see which offers', async () => {
      const mine = async (who: string) =>
        contract.requests.mine.output.parse(await requests.mine(await souk.as(who), page)).items
      const [hauwas, ifes] = [await mine('hauwa'), await mine('ife')]
      expect(hauwas.map(({ status }) => status)).toEqual(['OPEN', 'EXPIRED'])
      expect(ifes.map(({ status }) => status)).toEqual(['CLOSED', 'FULFILLED'])
      const { id } = ifes.find(({ status }) => status === 'FULFILLED') ?? { id: 0 }
      const { items } = await requests.offers.list(await souk.as('ife'), { id, ...page })
      expect(items.map(({ status }) => status).sort()).toEqual(['ACCEPTED', 'REJECTED'])
    })
  },
)
