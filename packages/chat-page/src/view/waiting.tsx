import type { Outbox, Outgoing } from '../outbox.ts'

/** What the reader has written to somebody, and Souk does not have yet. */
export function Waiting({ outbox, to }: { outbox: Outbox; to: string }) {
  const theirs = outbox.waiting.value.filter((message) => message.to === to)
  return theirs.map((message) => (
    <li key={message.clientId} class="mine waiting">
      <span class="hidden">You: </span>
      {message.file && <p>{message.file.name}</p>}
      {message.text && <p class="text">{message.text}</p>}
      {message.trouble === '' ? (
        <p class="below">Sending …</p>
      ) : (
        <Failed {...{ outbox, message }} />
      )}
    </li>
  ))
}

function Failed({ outbox, message }: { outbox: Outbox; message: Outgoing }) {
  return (
    <p class="below">
      <span class="trouble">Not sent: {message.trouble}</span>
      <button type="button" class="quiet" onClick={() => outbox.retry(message)}>
        Try again
      </button>
      <button type="button" class="quiet" onClick={() => outbox.discard(message)}>
        Discard
      </button>
    </p>
  )
}
