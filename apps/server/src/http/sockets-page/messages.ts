import type { AsyncApi, DocumentedChannel, DocumentedMessage } from '@souk/realtime'
import { html } from 'hono/html'
import { type Field, fieldsOf } from './fields.ts'
import { type Html, line } from './text.ts'

/** A message where it stands on the page. */
export interface Placed {
  /** The key of its channel, and its own there: its anchor. */
  readonly anchor: string
  /** Its key in the channel. */
  readonly key: string
  readonly message: DocumentedMessage
  /** What answers it, where that is said. */
  readonly replies: readonly Placed[]
}

/** What goes one way over a channel. */
export function placedIn(
  document: AsyncApi,
  [channelKey, channel]: readonly [string, DocumentedChannel],
  way: 'send' | 'receive',
): Placed[] {
  const place = (key: string): Placed[] => {
    const { $ref } = channel.messages[key] ?? {}
    const message = document.components.messages[$ref?.split('/').at(-1) ?? '']
    return message ? [{ anchor: `${channelKey}.${key}`, key, message, replies: [] }] : []
  }
  const repliesTo = (key: string) =>
    document.operations[`${channelKey}.${key}`]?.reply?.messages.map(
      ({ $ref }) => $ref.split('/').at(-1) ?? '',
    ) ?? []
  return Object.keys(channel.messages)
    .filter((key) => key.startsWith(`${way}.`))
    .flatMap(place)
    .map((placed) => ({ ...placed, replies: repliesTo(placed.key).flatMap(place) }))
}

/** So many fields are seen at a glance; more are unfolded. */
const AT_A_GLANCE = 12

/** A message with its fields, its examples, and what answers it. */
export function messageSection({ anchor, message, replies }: Placed): Html {
  const acknowledgement = replies.find(({ key }) => key.startsWith('acknowledge.'))
  const answers = replies.filter((one) => one !== acknowledgement)
  return html`<article class="message" id="${anchor}">
<h4><a href="#${anchor}"><code>${message.name}</code></a></h4>
<p>${line(message.summary)}</p>
${fields(message)}
${examples(message)}
${
  acknowledgement
    ? html`<p class="label">Acknowledged with</p>${fields(acknowledgement.message)}${examples(acknowledgement.message)}`
    : ''
}
${
  answers.length > 0
    ? html`<p class="answers">Answered by ${answers.map(
        ({ anchor: to, message: { name } }, n) =>
          html`${n > 0 ? ', ' : ''}<a href="#${to}"><code>${name}</code></a>`,
      )}</p>`
    : ''
}
</article>`
}

function fields({ name, payload }: DocumentedMessage): Html {
  const all = fieldsOf(payload)
  const list = html`<ul class="fields">${all.map(fieldLine)}</ul>`
  if (all.length <= AT_A_GLANCE) return list
  return html`<details><summary>${all.length} fields of <code>${name}</code></summary>${list}</details>`
}

const fieldLine = ({ path, type, isOptional, description }: Field): Html =>
  html`<li><code>${path}</code> <span class="type">${line(type)}${isOptional ? ', optional' : ''}</span>${
    description ? html` <span>${line(description)}</span>` : ''
  }</li>`

function examples({ contentType, examples: shown }: DocumentedMessage): Html {
  const isText = contentType === 'text/plain'
  return html`${shown.map(
    ({ summary, payload }) =>
      html`<p class="label">Example: ${summary}</p><pre><code>${
        isText ? payload : JSON.stringify(payload, null, 2)
      }</code></pre>`,
  )}`
}
