import { useSignal } from '@preact/signals'
import type { Chat } from '../chat.ts'
import { COMPOSER, Composer } from './composer.tsx'
import { LineStatus } from './line-status.tsx'
import { Message } from './message.tsx'
import { type Picture, PictureDialog } from './picture.tsx'
import { Waiting } from './waiting.tsx'

/** What the reader and one other person have written. */
export function Conversation({ chat, onBack }: { chat: Chat; onBack: () => void }) {
  const { me, client, line, other, messages, hasEarlier, trouble, outbox, typing } = chat
  const shown = useSignal<Picture | undefined>(undefined)
  const whom = other.value
  if (!whom) {
    return (
      <section class="conversation" aria-label="Conversation">
        <p class="faint nobody">Choose somebody to write with.</p>
      </section>
    )
  }
  const isWriting = typing.writers.value.has(whom.uuid)
  return (
    <section class="conversation" aria-label="Conversation">
      <div class="heading">
        <button type="button" class="quiet back" onClick={onBack}>
          Back
        </button>
        <h1>{whom.username}</h1>
        <LineStatus line={line.value} />
        <p class="typing" role="status">
          {isWriting ? `${whom.username} is writing …` : ''}
        </p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div class="log" role="log" aria-label={`Messages with ${whom.username}`} tabIndex={0}>
        <div>
          {hasEarlier.value && (
            <button type="button" class="quiet earlier" onClick={chat.loadEarlier}>
              Earlier messages
            </button>
          )}
          <ol>
            {messages.value.map((message) => (
              <Message
                key={message.id}
                message={message}
                isMine={message.sender.uuid === me.uuid}
                client={client}
                onShow={(picture) => {
                  shown.value = picture
                }}
                onDelete={(gone) => {
                  void chat.remove(gone)
                  // Its button goes with it, and the focus would be lost.
                  document.getElementById(COMPOSER)?.focus()
                }}
              />
            ))}
            <Waiting outbox={outbox} to={whom.uuid} />
          </ol>
        </div>
      </div>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <Composer key={whom.uuid} to={whom} onSend={chat.send} onWriting={typing.tell} />
      <PictureDialog picture={shown} />
    </section>
  )
}
