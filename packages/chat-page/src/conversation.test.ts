import type { DirectEvent, DirectMessage } from '@souk/client'
import { expect, test } from 'vitest'
import { afterEvent, withMessages } from './conversation.ts'

const person = (id: number) => ({
  id,
  uuid: `uuid-${id}`,
  username: `user${id}`,
  email: null,
  firstName: null,
  lastName: null,
})
const at = '2026-03-14T09:26:53.000Z'

const message = (id: number, more: Partial<DirectMessage> = {}): DirectMessage => ({
  id,
  threadId: 1,
  sender: person(1),
  receiver: person(2),
  message: `${id}`,
  clientId: null,
  attachedFile: null,
  attachedFileName: null,
  attachedFileSize: '0kb',
  delivered: false,
  seen: false,
  deleted: false,
  createdAt: at,
  updatedAt: at,
  ...more,
})

const read = (upTo: number, threadId = 1, userId = 2): DirectEvent => ({
  type: 'direct.read',
  at,
  threadId,
  userId,
  userUuid: `uuid-${userId}`,
  upTo,
})

test('each message stands once, in its place, however often and late it comes', () => {
  const found = withMessages([message(3), message(5)], [message(4), message(3), message(1)])
  expect(found.map(({ id }) => id)).toEqual([1, 3, 4, 5])
})

test('a list that was asked for earlier brings nothing back', () => {
  const known = [message(1, { deleted: true, message: '' }), message(2, { seen: true })]
  const found = withMessages(known, [message(1), message(2)])
  expect(found).toMatchObject([{ deleted: true, message: '' }, { seen: true }])
})

test('a mark is of what the other one has sent, in its thread and up to its message', () => {
  const known = [
    message(1),
    message(2, { sender: person(2), receiver: person(1) }),
    message(3),
    message(4),
  ]
  const seen = (event: DirectEvent) => afterEvent(known, event, 'uuid-2').map(({ seen }) => seen)
  expect(seen(read(3))).toEqual([true, false, true, false])
  expect(seen(read(3, 1, 1))).toEqual([false, true, false, false])
  expect(seen(read(3, 2))).toEqual([false, false, false, false])
})

test('messages of other threads stay out', () => {
  const event: DirectEvent = { type: 'direct.message', at, message: message(7) }
  expect(afterEvent([], event, 'uuid-2')).toHaveLength(1)
  expect(afterEvent([], event, 'uuid-3')).toHaveLength(0)
})
