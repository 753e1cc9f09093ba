import { contract } from '@souk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../../src/index.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

/** The newest migration of the first version in which people wrote to each other and had webhooks. */
const WITH_CHAT = 'Migration20261128000042'

const { chat, webhooks } = verbs
const page = { page: 1, perPage: 100 }

describe.each(recordings(WITH_CHAT))(
  'the chats and webhooks of $name, after an upgrade',
  (recording) => {
    let souk: Upgraded
    beforeAll(async () => {
      souk = await openUpgraded(recording)
    })
    afterAll(() => souk.core.close())

    const uidOf = async (username: string) =>
      (await souk.first<{ uuid: string }>('select uuid from users where username = $1', [username]))
        .uuid
    const threadOf = async (who: string, other: string) =>
      chat.messages(await souk.as(who), { uid: await uidOf(other), markRead: false, ...page })

    test('threads keep their messages, what is unread, and the tombstone of what was deleted', async () => {
      const adaeze = await souk.as('adaeze')
      const threads = contract.chat.threads.output.parse(await chat.threads(adaeze, page))
      expect(threads.items.map(({ unread }) => unread)).toEqual([2, 0])
      const { items } = await threadOf('adaeze', 'chidi')
      expect(items.map(({ message, deleted }) => [message, deleted])).toEqual([
        ['Good morning!', false],
        ['Are you there?', false],
        ['The receipt.', false],
        ['', true],
      ])
      expect(items.map(({ attachedFileName }) => attachedFileName)).toContain('receipt.pdf')
      expect(JSON.stringify(await souk.rows('select data from messages'))).not.toContain(
        'not for you',
      )
    })

    test('a resent message is still the same one, and a blocked user is still blocked', async () => {
      const bisi = await uidOf('bisi')
      const again = { uid: bisi, message: 'Is the map still there?', clientId: 'a-1' }
      expect(await chat.send(await souk.as('adaeze'), again)).toMatchObject({ isRepeated: true })
      const { items } = await chat.blocks.list(await souk.as('lanre'), page)
      expect(items.map(({ user }) => user.username)).toEqual(['kemi'])
    })

    test('webhooks stay as they were, the one that was gone stays off', async () => {
      const { items } = await webhooks.list(await souk.as('emeka'), page)
      expect(items.map(({ offReason }) => offReason).sort()).toEqual(['gone', null])
      const due = await souk.rows(`select from webhook_deliveries where status = 'pending'`)
      expect(due).not.toEqual([])
    })
  },
)
