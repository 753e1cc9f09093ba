import { TEST_EVENT, WEBHOOKS } from '@souk/contract'
import type { RecordedFrames } from '@souk/realtime/recorded'
import type { Recorded } from '@souk/rest-door/recorded'
import { provokeRefusals } from '../refusals.ts'
import { provokeTrouble } from '../trouble.ts'
import type { World } from '../world.ts'
import { tellOfAccounts } from './accounts.ts'
import { tellLive } from './live/live.ts'
import { tellOfDeadlines, tellOfMarket } from './market.ts'
import { tellOfRequests, tellOfRooms } from './negotiation.ts'
import { signUpAll } from './people.ts'
import { tellOfRestrictions } from './restrictions.ts'
import { tellOfShop } from './shop.ts'
import { tellOfStaff } from './staff.ts'
import { tellOfNotifications, tellOfSupport } from './support.ts'
import { tellOfChat } from './talk.ts'
import { tellOfTrades } from './trades.ts'
import { tellOfMoney } from './wallet.ts'
import { listen, tellOfWebhooks, toldBy } from './webhooks.ts'

/** What a running Souk was asked and answered, and what went over its sockets. */
export interface Told {
  readonly calls: Recorded
  readonly frames: RecordedFrames
}

/** Tells the whole story. @returns what was recorded of it */
export async function tellStory(world: World): Promise<Told> {
  const people = await signUpAll(world)
  await listen(
    world,
    people,
    Object.keys(WEBHOOKS).filter((event) => event !== TEST_EVENT),
  )
  await world.settled()
  const unverified = await tellOfAccounts(world, people)
  await tellOfTrades(world, people)
  await tellOfMarket(world, people)
  const map = await tellOfShop(world, people)
  await tellOfRooms(people, map)
  await tellOfRequests(people)
  await tellOfChat(world, people)
  await tellOfSupport(people)
  await tellOfMoney(world, people)
  await world.settled()
  await tellOfNotifications(people)
  await tellOfStaff(world, people)
  await world.settled()
  await tellOfWebhooks(world, people)
  await tellOfRestrictions(world, people)
  await tellOfDeadlines(world, people)
  await tellLive(world, people, map)
  const { recorder, seats, madeUp } = world
  await provokeRefusals(recorder, {
    somebody: people.chidi.token,
    unverified,
    usedKey: 'a-key-of-before',
  })
  await provokeTrouble(world)
  const calls: Recorded = {
    operations: Object.fromEntries(
      recorder.operations.map((operation) => [
        operation.id,
        { calls: recorder.callsOf(operation), refusals: recorder.refusalsOf(operation) },
      ]),
    ),
    refusals: recorder.common(),
    webhooks: toldBy(world.receiver),
  }
  return madeUp.of({ calls, frames: seats.recorded() })
}
