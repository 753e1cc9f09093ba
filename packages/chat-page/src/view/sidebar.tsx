import type { Chat, Other } from '../chat.ts'
import { invitationTo } from '../invitation.ts'
import { people } from '../people.ts'
import { LineStatus } from './line-status.tsx'

interface SidebarProps {
  readonly chat: Chat
  readonly onOpen: (other: Other) => void
  readonly onLeave: () => void
}

/** Who the reader is, and whom they write with. */
export function Sidebar({ chat, onOpen, onLeave }: SidebarProps) {
  const { me, line, threads, other } = chat
  const known = threads.value.map((thread) => {
    const { uuid, username } = thread.userOne.uuid === me.uuid ? thread.userTwo : thread.userOne
    return { uuid, username, unread: thread.unread, last: thread.lastMessage }
  })
  const met = new Set([me.uuid, ...known.map(({ uuid }) => uuid)])
  const others = people.value.filter(({ uuid }) => !met.has(uuid))
  const entry = (person: Other & { unread?: number; last?: string }) => (
    <Entry
      key={person.uuid}
      person={person}
      isOpen={person.uuid === other.value?.uuid}
      onOpen={onOpen}
    />
  )
  return (
    <section class="sidebar" aria-label="You and others">
      <h1>Souk chat</h1>
      <p>
        You are <strong>{me.username}</strong>
      </p>
      <LineStatus line={line.value} />
      <nav aria-label="Conversations">
        {known.length > 0 && <h2>Conversations</h2>}
        <ul>{known.map(entry)}</ul>
        {others.length > 0 && <h2>People in this browser</h2>}
        <ul>{others.map(entry)}</ul>
        {known.length + others.length === 0 && <p class="faint">Nobody else is here yet.</p>}
      </nav>
      <p>
        <a href={invitationTo(me)} target="_blank" rel="noopener">
          Be a second person, in a new tab
        </a>
      </p>
      <button type="button" class="quiet" onClick={onLeave}>
        Leave
      </button>
    </section>
  )
}

interface EntryProps {
  readonly person: Other & { unread?: number; last?: string }
  readonly isOpen: boolean
  readonly onOpen: (other: Other) => void
}

function Entry({ person, isOpen, onOpen }: EntryProps) {
  const { uuid, username, unread = 0, last } = person
  return (
    <li>
      <button
        type="button"
        class="entry"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => onOpen({ uuid, username })}
      >
        <span class="name">{username}</span>
        {unread > 0 && <span class="unread">{unread} new</span>}
        {last && <span class="last">{last}</span>}
      </button>
    </li>
  )
}
