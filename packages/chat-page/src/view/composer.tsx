import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Other } from '../chat.ts'

/** What Souk takes. */
const TYPES = 'image/jpeg,image/png,image/webp,application/pdf'

/** The id of the field. */
export const COMPOSER = 'message'

interface ComposerProps {
  readonly to: Other
  readonly onSend: (text: string, file: File | undefined) => void
  readonly onWriting: (uuid: string) => void
}

/** Where a message is written; Enter sends it, and Shift+Enter begins a line. */
export function Composer({ to, onSend, onWriting }: ComposerProps) {
  const text = useSignal('')
  const file = useSignal<File | undefined>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  function send(event: Event): void {
    event.preventDefault()
    const written = text.value.trim()
    field.current?.focus()
    if (written === '' && !file.value) return
    onSend(written, file.value)
    text.value = ''
    attach(undefined)
  }

  function attach(chosen: File | undefined): void {
    file.value = chosen
    if (!chosen && picker.current) picker.current.value = ''
  }

  return (
    <form class="composer" onSubmit={send}>
      {file.value && (
        <p class="chosen">
          {file.value.name}
          <button type="button" class="quiet" onClick={() => attach(undefined)}>
            Remove the file
          </button>
        </p>
      )}
      <label class="attach">
        <span aria-hidden="true">+</span>
        <span class="hidden">Attach a picture or a PDF</span>
        <input
          type="file"
          class="hidden"
          accept={TYPES}
          ref={picker}
          onChange={({ currentTarget }) => attach(currentTarget.files?.[0])}
        />
      </label>
      <label for={COMPOSER} class="hidden">
        Message to {to.username}
      </label>
      <textarea
        id={COMPOSER}
        rows={1}
        maxLength={4000}
        placeholder="Message"
        enterkeyhint="send"
        ref={field}
        value={text}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value
          if (text.value !== '') onWriting(to.uuid)
        }}
        onPaste={({ clipboardData }) => {
          const [pasted] = clipboardData?.files ?? []
          if (pasted) attach(pasted)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
        }}
      />
      <button type="submit" class="main">
        Send
      </button>
    </form>
  )
}
