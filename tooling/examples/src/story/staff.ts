import { totp } from '@souk/core/testing/totp.ts'
import type { World } from '../world.ts'
import { type People, sessionOf } from './people.ts'

/** Tunde looks after users and coins. */
export async function tellOfStaff(world: World, people: People): Promise<void> {
  await ofUsers(people)
  await ofCoins(people)
  await ofLimits(people)
  await ofSecondFactors(world, people)
  const { tunde } = people
  await tunde.does('staff.audit.list', 'Tunde looks what staff have done', {
    query: { per_page: 3 },
  })
}

async function ofUsers({ tunde, femi }: People): Promise<void> {
  const search = 'femi'
  await tunde.does('staff.users.list.post', 'Tunde looks for Femi', { body: { search } })
  await tunde.does('staff.users.list', 'Tunde looks for Femi', { query: { search } })
  const path = { user_id: femi.uuid }
  const body = { can_trade_usdt: false }
  await tunde.does('staff.settings.get', 'Tunde looks what Femi may do', { path })
  await tunde.does('staff.settings.get', 'Tunde takes a right from Femi, by GET', { path, body })
  await tunde.does('staff.settings.update', 'Tunde takes a right from Femi', { path, body })
  await tunde.does('staff.settings.update.entity', 'Tunde takes a right from Femi', { path, body })
}

async function ofCoins({ tunde }: People): Promise<void> {
  const body = { coin: 'ltc' }
  const unknown = { body: { coin: 'doge' } }
  for (const verb of ['disable', 'enable']) {
    const byGet = `staff.coins.${verb}.get`
    await tunde.does(byGet, `Tunde ${verb}s litecoin, by a query`, { query: body })
    for (const id of [`staff.coins.${verb}`, byGet]) {
      await tunde.does(id, `Tunde ${verb}s litecoin`, { body })
      await tunde.isRefused(id, 'NOT_FOUND', 'There is no such coin', unknown)
    }
  }
  await tunde.does('staff.coins.list', 'Tunde looks which coins there are')
}

async function ofLimits({ tunde }: People): Promise<void> {
  const body = { coin: 'ltc', maximum: '250' }
  await tunde.does('staff.limits.set', 'Tunde bounds what may be dealt in at once', { body })
  await tunde.isRefused('staff.limits.set', 'NOT_FOUND', 'There is no such user', {
    body: { ...body, user_id: 999_999 },
  })
  await tunde.does('staff.limits.list', 'Tunde looks what the bounds are')
}

/** Kemi has lost the phone, and two members of staff agree that it is Kemi who says so. */
async function ofSecondFactors(world: World, { tunde, kemi }: People): Promise<void> {
  const path = { user_id: kemi.uuid }
  const not = 'Kemi has none'
  await tunde.isRefused('staff.twoFactor.reset', 'CONFLICT', not, { path })
  const again = world.as(await sessionOf(world, kemi))
  const { secret } = await again.quietly('auth.twoFactor.setup')
  await again.quietly('auth.twoFactor.verify', { body: { token: totp(secret, world.time.now) } })
  await tunde.does('staff.twoFactor.reset', 'Tunde wants Kemi’s taken away', { path })
  await tunde.does('staff.confirmations.list', 'Tunde looks what waits for a second one', {})
}
