import type { People } from './people.ts'

const BODY = {
  subject: 'Nothing has come',
  content: 'The map of the harbour has not come, though the order says it was sent.',
  category: 'Delivery',
}
const ANSWER = { content: 'We have asked the seller, and will write again tomorrow.' }

/** Bisi asks staff, by either of two paths. */
export async function tellOfSupport(people: People): Promise<void> {
  for (const suffix of ['', '.data']) await asked(people, suffix)
  const { tunde } = people
  const query = { category: 'delivery', priority: 'MEDIUM' }
  await tunde.does('support.all', 'Tunde looks who waits', { query })
}

async function asked({ bisi, femi, tunde }: People, suffix: string): Promise<void> {
  const { id } = await bisi.does(`support.create${suffix}`, 'Bisi asks staff', { body: BODY })
  const path = { id }
  const assigneeId = `user_${tunde.id}`
  const change = { path, body: { assigneeId } }
  await bisi.isRefused(`support.update${suffix}`, 'FORBIDDEN', 'That is for staff to say', change)
  await tunde.does(`support.update${suffix}`, 'Tunde takes it on', change)
  const answer = { path, body: ANSWER }
  const { id: upTo } = await tunde.does(`support.messages.send${suffix}`, 'Tunde answers', answer)
  await bisi.does(`support.messages.list${suffix}`, 'Bisi reads', { path })
  await bisi.does(`support.messages.markRead${suffix}`, 'Bisi has read it', {
    path,
    body: { upTo },
  })
  await bisi.does(`support.list${suffix}`, 'Bisi looks what became of it', {
    query: { status: 'IN_PROGRESS' },
  })
  await bisi.does(`support.get${suffix}`, 'Bisi looks at it', { path })
  await femi.isRefused(`support.get${suffix}`, 'NOT_FOUND', 'It is not Femi’s', { path })
  await bisi.quietly(`support.update${suffix}`, { path, body: { status: 'CLOSED' } })
  const late = 'It is closed'
  await tunde.isRefused(`support.update${suffix}`, 'CONFLICT', late, {
    path,
    body: { status: 'IN_PROGRESS' },
  })
  await bisi.isRefused(`support.messages.send${suffix}`, 'CONFLICT', late, answer)
}

/** What Ada and Chidi were told meanwhile. */
export async function tellOfNotifications({ ada, chidi }: People): Promise<void> {
  const query = { unread: true, limit: 2 }
  const [one] = await ada.does('notifications.list', 'Ada looks what is new', { query })
  const ids = [one.id]
  await ada.does('notifications.read', 'Ada has read one', { body: { ids } })
  await ada.does('notifications.settings.get', 'Ada looks what there are notifications of')
  await ada.does('notifications.settings.update', 'Ada wants none of offers', {
    body: { offers: false },
  })
  await chidi.does('notifications.countUnread', 'Chidi looks how many are new')
  const { items } = await chidi.does('notifications.list.rooms', 'Chidi reads')
  await chidi.does('notifications.read.rooms', 'Chidi has read one', {
    body: { notification_ids: [items[0].id] },
  })
}
