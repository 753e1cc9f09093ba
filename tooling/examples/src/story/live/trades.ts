import type { World } from '../../world.ts'
import type { People, Person } from '../people.ts'
import { watch } from './watch.ts'

/** Femi asks about a trade of Ada’s, and Bisi takes it: in document 1’s chat, and for the SDK. */
export async function tellOfTradesLive({ seats }: World, people: People): Promise<void> {
  const { ada, bisi, femi } = people
  const { id } = await ada.quietly('trades.create', { body: { asset: 'USDT', amount: '90' } })
  const watching = await beginWatching(seats, ada, id)

  const asking = await seats.sit('tradeChat', { token: femi.token })
  await asking.isRefused('message', { message: 'Hello?' }, 'Femi is in no chat yet')
  await asking.says('join', { trade_id: id }, 'Femi joins')
  await asking.hears('joined', 'Femi is in the chat')
  await asking.says('message', { message: 'Is it still to be had?' }, 'Femi asks')
  await asking.hears('message', 'Femi has asked')
  await watching.hears('trades.chat.watch', 'Femi has asked')

  const taking = await seats.sit('tradeChat', {})
  const shown = { trade_id: id, sender_id: bisi.id, token: bisi.token }
  await taking.says('join', shown, 'Bisi joins, and shows the token only now')
  await taking.hears('joined')
  await bisi.quietly('trades.buy', { path: { id } })
  await asking.hears('left', 'Bisi has taken the trade: its chat is closed to Femi')
  const taken = await watching.hears('trades.watch', 'Bisi has taken it')
  await taking.says('leave', { trade_id: id }, 'Bisi leaves')
  await taking.hears('left', 'Bisi has left')
  await Promise.all([asking.leaves(), taking.leaves(), watching.leaves()])

  await bisi.quietly('trades.cancel', { path: { id } })
  await comeBack(seats, ada, { tradeId: id, lastEventId: taken.result.id })
}

/** Ada watches by all that tRPC’s socket takes. */
async function beginWatching(seats: World['seats'], { token }: Person, tradeId: number) {
  const seat = await seats.sit('trpc', { connectionParams: '1' })
  await seat.says('connectionParams', { token }, 'Ada shows the token')
  await seat.says('PING', undefined, 'Ada’s client asks whether the line is up')
  await seat.hears('PONG', 'It is')
  await seat.says('trades.watch', { input: { tradeId } }, 'Ada watches a trade')
  await seat.hears('started', 'The subscription has begun')
  await seat.hears('trades.watch', 'Where its stream begins')
  await watch(seat, 'trades.chat.watch', 'Ada watches the chat of a trade', { tradeId })
  return seat
}

interface Position {
  readonly tradeId: number
  readonly lastEventId: string
}

async function comeBack(seats: World['seats'], { token }: Person, at: Position): Promise<void> {
  const { tradeId, lastEventId } = at
  const seat = await seats.sit('trpc', { token })
  const given = { input: { tradeId }, lastEventId }
  await seat.says('trades.watch', given, 'Ada comes back, and goes on where she was')
  await seat.hears('started')
  await seat.hears('trades.watch')
  await seat.says('subscription.stop', undefined, 'Ada wants to hear no more of it')
  await seat.hears('stopped', 'The subscription has ended')
  const unknown = { input: { tradeId: 999_999 } }
  await seat.isRefused('trades.watch', unknown, 'There is no such trade')
  await seat.leaves()
}
