import { setTimeout as wait } from 'node:timers/promises'
import type { HttpClient } from '@souk/server/testing/http-client'
import { startSmtpSink } from '@souk/server/testing/smtp-sink'
import { newCrashData, type SoukProcess, spawnSouk } from '@souk/server/testing/souk-process'
import { type Known, secureAccounts } from './life/accounts.ts'
import { chat } from './life/chat.ts'
import { firstDeals, liveInMarket } from './life/market.ts'
import { askAndOffer } from './life/requests.ts'
import { negotiate } from './life/rooms.ts'
import { firstOrders, liveInShop, releaseLast } from './life/shop.ts'
import { decideAsStaff } from './life/staff.ts'
import { askStaff } from './life/support.ts'
import { firstTrade, liveInTrades } from './life/trades.ts'
import { approveLast, liveInWallets, SECOND_APPROVAL_ABOVE } from './life/wallet.ts'
import { liveWithWebhooks } from './life/webhooks.ts'
import { LATER, type People, passwordOf, signUpAll, strict, useSessions } from './people.ts'

/** The one that startTestCore has, so that it can read what is sealed. */
const SECRET_KEY = 'a secret for tests only, thirty-two characters'

/**
 * Has Souk make its schema in an empty database, and people live in it through the documented paths:
 * first while the house takes no fee, then while it does, as two processes one after the other.
 * @returns what nobody can read out of the database
 */
export async function live(databaseUrl: string): Promise<Known> {
  const mailServer = await startSmtpSink()
  mailServer.judge = (recipient) => (recipient === LATER ? 451 : 'take')
  const data = await newCrashData()
  const start = (admin: string, settings: Record<string, string> = {}) =>
    spawnSouk(data.dir, {
      DATABASE_URL: databaseUrl,
      SECRET_KEY,
      SMTP_URL: mailServer.url,
      ADMIN_USERNAME: admin,
      ADMIN_PASSWORD: passwordOf(admin),
      ...settings,
    })
  try {
    const first = await start('ngozi')
    const { people, unpaid } = await begin(strict(first.http))
    await stop(first)
    const second = await start('tunde', {
      FEE_PERCENT: '1',
      SECOND_APPROVAL_ABOVE,
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    })
    const known = await goOn(strict(second.http), people, unpaid)
    await stop(second)
    return known
  } finally {
    await data.remove()
    await mailServer.kill()
  }
}

async function begin(souk: HttpClient) {
  const people = await signUpAll(souk)
  await firstTrade(souk, people)
  await firstOrders(souk, people)
  return { people, unpaid: await firstDeals(souk, people) }
}

async function goOn(souk: HttpClient, people: People, unpaid: number): Promise<Known> {
  const asStaff = async (name: string) => ({ token: await souk.logIn(name, passwordOf(name)) })
  const staff = { ngozi: await asStaff('ngozi'), tunde: await asStaff('tunde') }
  await useSessions(souk, people)
  await liveInTrades(souk, people, staff.ngozi)
  await liveInMarket(souk, people, staff)
  await liveInWallets(souk, people, staff)
  await liveInShop(souk, people, staff)
  await untilExpired(souk, unpaid, people.dayo.token)
  await askStaff(souk, people, staff.ngozi)
  await chat(souk, people, staff.ngozi)
  await negotiate(souk, people)
  await askAndOffer(souk, people)
  await decideAsStaff(souk, people, staff.tunde)
  const known = await secureAccounts(souk, people, staff)
  await approveLast(souk, people, staff.ngozi)
  await liveWithWebhooks(souk, people)
  await releaseLast(souk, people)
  return known
}

/** The shortest window is a minute, and it passes as it does for everybody. */
async function untilExpired(souk: HttpClient, offer: number, token: string): Promise<void> {
  const status = async () =>
    (await souk.get(`/p2p/offer/detail/${offer}/`, token)).body.entity.status
  while ((await status()) !== 'expired') await wait(1000)
}

async function stop(souk: SoukProcess): Promise<void> {
  const code = await souk.end('SIGTERM')
  if (code !== 0) throw new Error(`Souk ended with ${code}:\n${souk.output()}`)
}
