import type { Call } from './call.ts'
import { accountCalls } from './calls/accounts.ts'
import { chatCalls, reportCalls } from './calls/chat.ts'
import { marketCalls } from './calls/market.ts'
import { reactionCalls } from './calls/reactions.ts'
import { requestCalls } from './calls/requests.ts'
import { roomCalls } from './calls/rooms.ts'
import { shopCalls } from './calls/shop.ts'
import { staffCalls } from './calls/staff.ts'
import { notificationCalls, supportCalls } from './calls/support.ts'
import { tradeCalls } from './calls/trades.ts'
import { twoFactorCalls } from './calls/two-factor.ts'
import { userCalls } from './calls/users.ts'
import { walletCalls } from './calls/wallet.ts'
import { webhookCalls } from './calls/webhooks.ts'
import { fillAccounts } from './fill/accounts.ts'
import { fillAttachments } from './fill/attachments.ts'
import { fillChat } from './fill/chat.ts'
import { fillConversations } from './fill/conversations.ts'
import { fillEvents } from './fill/events.ts'
import type { Fill } from './fill/fill.ts'
import { fillIdempotency } from './fill/idempotency.ts'
import { fillJobs } from './fill/jobs.ts'
import { fillLedger } from './fill/ledger.ts'
import { fillMail } from './fill/mail.ts'
import { fillMarket } from './fill/market.ts'
import { fillNotifications } from './fill/notifications.ts'
import { fillReactions } from './fill/reactions.ts'
import { fillRequests } from './fill/requests.ts'
import { fillRooms } from './fill/rooms.ts'
import { fillShop } from './fill/shop.ts'
import { fillStaff } from './fill/staff.ts'
import { fillSupport } from './fill/support.ts'
import { fillTrades } from './fill/trades.ts'
import { fillWallet } from './fill/wallet.ts'
import { fillWebhooks } from './fill/webhooks.ts'

/** What a domain has to do with growth. */
export interface Domain {
  readonly fill: Fill
  readonly calls?: readonly Call[]
}

/** In the order in which they are filled: rows may point to those of domains before theirs. */
export const DOMAINS: readonly Domain[] = [
  { fill: fillAccounts, calls: [...accountCalls, ...twoFactorCalls] },
  { fill: fillLedger },
  { fill: fillTrades, calls: tradeCalls },
  { fill: fillMarket, calls: marketCalls },
  { fill: fillShop, calls: shopCalls },
  { fill: fillRequests, calls: [...requestCalls, ...userCalls] },
  { fill: fillWallet, calls: walletCalls },
  { fill: fillStaff, calls: staffCalls },
  { fill: fillSupport, calls: supportCalls },
  { fill: fillConversations },
  { fill: fillChat, calls: [...chatCalls, ...reportCalls] },
  { fill: fillRooms, calls: roomCalls },
  { fill: fillReactions, calls: reactionCalls },
  { fill: fillAttachments },
  { fill: fillNotifications, calls: notificationCalls },
  { fill: fillWebhooks, calls: webhookCalls },
  { fill: fillMail },
  { fill: fillJobs },
  { fill: fillEvents },
  { fill: fillIdempotency },
]
