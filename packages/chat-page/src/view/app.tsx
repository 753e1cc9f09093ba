import { signal } from '@preact/signals'
import { type Chat, startChat } from '../chat.ts'
import { invitation, invitationTo } from '../invitation.ts'
import { introduce } from '../people.ts'
import { clientOf, forgetSession, keptSession, type Session } from '../session.ts'
import { Conversation } from './conversation.tsx'
import { Sidebar } from './sidebar.tsx'
import { SignUp } from './sign-up.tsx'

const chat = signal<Chat | undefined>(undefined)

/** Begins as somebody, with whom the address names. */
function begin(session: Session): void {
  introduce(session)
  chat.value = startChat(session, clientOf(session))
  openInvited()
}

/** Opens the conversation that the page's address names. */
function openInvited(): void {
  const invited = invitation()
  if (invited && invited.uuid !== chat.value?.me.uuid) open(invited)
}

/** Opens a conversation, and lets the address say so: it is there again when the page is. */
function open(other: { uuid: string; username: string } | undefined): void {
  history.replaceState(null, '', other ? invitationTo(other) : '/chat/try')
  void chat.value?.open(other)
}

function leave(): void {
  forgetSession()
  void chat.value?.close()
  chat.value = undefined
}

addEventListener('hashchange', openInvited)
const kept = keptSession()
if (kept) begin(kept)

/** The whole page. */
export function App() {
  const now = chat.value
  if (!now) return <SignUp invited={invitation()} onSignedUp={begin} />
  return (
    <main class={now.other.value ? 'chat talking' : 'chat'}>
      <Sidebar chat={now} onOpen={open} onLeave={leave} />
      <Conversation chat={now} onBack={() => open(undefined)} />
    </main>
  )
}
