import { SoukError } from '@souk/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { readEvents } from '../events/read-events.ts'
import { post, postTogether, room } from '../testing/room.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { deleteMessage } from './delete-message.ts'
import { conversationOf } from './kind.ts'
import { listMessagesBefore } from './list-messages.ts'
import { markDelivered, markRead } from './mark-read.ts'
import { membersOf } from './members.ts'

// Random lives of a conversation, compared with a model that counts everything anew from a list.

let core: TestCore
let people: SignedIn[]
beforeAll(async () => {
  core = await startTestCore()
  people = [await core.newUser(), await core.newUser(), await core.newUser()]
})
afterAll(() => core.close())

const PEOPLE = 3
const who = fc.nat(PEOPLE - 1)
/** Picks a message, wrapping around. */
const which = fc.nat(40)

const attempt = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('post' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('post named' as const),
      who,
      name: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('post to' as const),
      who,
      members: fc.uniqueArray(who, { minLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('post together' as const),
      posts: fc.array(
        fc.record({ who, name: fc.option(fc.constantFrom('a', 'b', 'd'), { nil: undefined }) }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('read' as const), who, which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('receive' as const), who, which }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), who, which }) },
)
type Attempt = typeof attempt extends fc.Arbitrary<infer A> ? A : never

interface ModelMessage {
  readonly by: number
  readonly name: string | undefined
  isDeleted: boolean
}

/** Marks are places in the list of messages: how many of them lie before. */
interface ModelMark {
  read: number
  delivered: number
}

class Model {
  readonly messages: ModelMessage[] = []
  readonly marks = new Map<number, ModelMark>()

  attempt(tried: Attempt): boolean | boolean[] {
    switch (tried.kind) {
      case 'post':
        return this.post(tried.who)
      case 'post named':
        return this.post(tried.who, { name: tried.name })
      case 'post to':
        return this.post(tried.who, { members: tried.members })
      case 'post together':
        return tried.posts.map(({ who, name }) =>
          this.post(who, name === undefined ? {} : { name }),
        )
      case 'delete':
        return this.delete(tried.who, tried.which)
      default:
        return this.mark(tried.who, tried.which, tried.kind === 'read')
    }
  }

  unread(member: number): number {
    const { read } = this.marks.get(member) ?? { read: 0 }
    return this.messages.slice(read).filter(({ by, isDeleted }) => by !== member && !isDeleted)
      .length
  }

  private post(by: number, { name, members }: { name?: string; members?: number[] } = {}): boolean {
    const isKnown = (other: ModelMessage) => other.by === by && other.name === name
    if (name !== undefined && this.messages.some(isKnown)) return false
    if (members) this.seat(members)
    const hadRead = this.unread(by) === 0
    this.messages.push({ by, name, isDeleted: false })
    const mark = this.marks.get(by)
    const all = this.messages.length
    if (mark && hadRead) Object.assign(mark, { read: all, delivered: all })
    return true
  }

  private seat(members: readonly number[]): void {
    const all = this.messages.length
    for (const known of this.marks.keys()) if (!members.includes(known)) this.marks.delete(known)
    for (const member of members) {
      if (!this.marks.has(member)) this.marks.set(member, { read: all, delivered: all })
    }
  }

  private delete(by: number, which: number): boolean {
    const message = this.messages[which % Math.max(this.messages.length, 1)]
    if (message?.by !== by || !this.marks.has(by)) return false
    message.isDeleted = true
    return true
  }

  private mark(member: number, which: number, isRead: boolean): boolean {
    const mark = this.marks.get(member)
    if (!mark || this.messages.length === 0) return false
    const upTo = (which % this.messages.length) + 1
    const changed = upTo > (isRead ? mark.read : mark.delivered)
    if (isRead) mark.read = Math.max(mark.read, upTo)
    mark.delivered = Math.max(mark.delivered, upTo)
    return changed
  }
}

let rooms = 0

/** A conversation on the database. */
class Run {
  readonly id = ++rooms
  readonly ids: number[] = []

  async perform(tried: Attempt): Promise<boolean | boolean[]> {
    if (tried.kind === 'post together') return this.postTogether(tried.posts)
    const ctx = core.as(personOf(tried.who))
    switch (tried.kind) {
      case 'post':
      case 'post named':
      case 'post to': {
        const members = 'members' in tried ? tried.members.map(userIdOf) : undefined
        const clientId = 'name' in tried ? tried.name : undefined
        const { id, isNew } = await post(ctx, this.id, { members, clientId })
        if (isNew) this.ids.push(id)
        return isNew
      }
      case 'delete': {
        const deleting = deleteMessage(ctx, room, this.id, this.pick(tried.which))
        return unlessRefused(deleting.then(() => true))
      }
      default: {
        const move = tried.kind === 'read' ? markRead : markDelivered
        const marking = move(ctx, room, this.id, this.pick(tried.which))
        return unlessRefused(marking.then(({ changed }) => changed))
      }
    }
  }

  private async postTogether(
    posts: readonly { who: number; name: string | undefined }[],
  ): Promise<boolean[]> {
    const named = posts.map(({ who, name }) => ({ sender: userIdOf(who), clientId: name }))
    const ids = await postTogether(core.as({ kind: 'system' }), this.id, named)
    this.ids.push(...ids.filter((id) => id !== undefined))
    return ids.map((id) => id !== undefined)
  }

  private pick(which: number): number {
    return this.ids[which % Math.max(this.ids.length, 1)] ?? 0
  }
}

function personOf(person: number): SignedIn {
  const found = people[person]
  if (!found) throw new Error(`there is no person ${person}`)
  return found
}

const userIdOf = (person: number) => personOf(person).userId

const unlessRefused = (work: Promise<boolean>) =>
  work.catch((error) => {
    if (error instanceof SoukError) return false
    throw error
  })

test('any sequence of messages, marks and deletions leaves the counts that the model counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 10, maxLength: 60 }), async (attempts) => {
      const [model, run] = [new Model(), new Run()]
      const opening: Attempt = { kind: 'post to', who: 0, members: [0, 1] }
      for (const [step, tried] of [opening, ...attempts].entries()) {
        expect([step, await run.perform(tried)]).toEqual([step, model.attempt(tried)])
      }
      const ctx = core.as({ kind: 'system' })
      const conversation = conversationOf(room, run.id)
      const marks = [...model.marks].map(([member, { read, delivered }]) => ({
        userId: userIdOf(member),
        readUpTo: run.ids[read - 1] ?? 0,
        deliveredUpTo: run.ids[delivered - 1] ?? 0,
        unread: model.unread(member),
      }))
      expect(await membersOf(ctx, conversation)).toEqual(marks.sort((a, b) => a.userId - b.userId))
      const reader = personOf([...model.marks.keys()][0] ?? 0)
      const page = await listMessagesBefore(core.as(reader), room, run.id, { perPage: 100 })
      expect(page.items.map(({ id, isDeleted }) => [id, isDeleted])).toEqual(
        model.messages.map(({ isDeleted }, n) => [run.ids[n], isDeleted]),
      )
      const log = await readEvents(ctx.db, conversation, 0)
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1))
      expect(await core.sql(STORED, [conversation])).toEqual([
        { messages: run.ids.length, latest: run.ids.at(-1), members: [run.ids.at(-1)] },
      ])
    }),
    { numRuns: 60 },
  )
})

const STORED = `select messages::int, c.latest_id::int as latest,
    (select array_agg(distinct m.latest_id::int) from conversation_members m
      where m.conversation = c.name) as members
  from conversations c where name = $1`
