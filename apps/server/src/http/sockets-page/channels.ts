import type { AsyncApi, DocumentedChannel } from '@souk/realtime'
import { html } from 'hono/html'
import { messageSection, type Placed, placedIn } from './messages.ts'
import { type Html, line, paragraphs } from './text.ts'

/** A channel with all that goes over it, wherever it stands. */
export interface Shown {
  readonly key: string
  readonly channel: DocumentedChannel
  readonly addresses: readonly string[]
  readonly isSocketIo: boolean
  readonly sent: readonly Placed[]
  readonly heard: readonly Placed[]
}

/** Each channel once, with all of its places. */
export function shownIn(document: AsyncApi): Shown[] {
  const all = Object.entries(document.channels)
  return all
    .filter(([, channel]) => !channel['x-same-as'])
    .map(([key, channel]) => {
      const same = all.filter(([other, { 'x-same-as': of }]) => other === key || of === key)
      return {
        key,
        channel,
        addresses: same.map(([, one]) => addressOf(document, one)),
        isSocketIo: serverOf(document, channel).protocol === 'socket.io',
        sent: placedIn(document, [key, channel], 'send'),
        heard: placedIn(document, [key, channel], 'receive'),
      }
    })
}

function serverOf({ servers }: AsyncApi, { address, servers: refs }: DocumentedChannel) {
  const key = refs[0]?.$ref.split('/').at(-1) as keyof typeof servers
  const server = servers[key]
  if (!server) throw new Error(`${address} is documented at no server`)
  return server
}

function addressOf(document: AsyncApi, channel: DocumentedChannel): string {
  const { host, protocol } = serverOf(document, channel)
  return protocol === 'socket.io' ? channel.address : `${protocol}://${host}${channel.address}`
}

export function channelSection(document: AsyncApi, shown: Shown): Html {
  const { key, channel, sent, heard } = shown
  return html`<section class="channel" id="${key}" aria-labelledby="${key}-title">
<h2 id="${key}-title"><a href="#${key}">${channel.title}</a></h2>
${paragraphs(channel.description)}
<pre><code>${connecting(shown, document)}</code></pre>
<p>Credentials: ${credentials(document, key)}. ${
    channel['x-opens-without-credential'] ? 'It opens without one, too.' : 'It needs one to open.'
  }</p>
${limits(channel['x-limits'])}
${sent.length > 0 ? html`<h3>What a client sends</h3>${sent.map(messageSection)}` : ''}
${heard.length > 0 ? html`<h3>What a client hears</h3>${heard.map(messageSection)}` : ''}
</section>`
}

/** How a browser opens it. */
function connecting({ addresses, isSocketIo }: Shown, { servers }: AsyncApi): string {
  if (isSocketIo) {
    const [name] = addresses
    const scheme = servers.main.protocol === 'wss' ? 'https' : 'http'
    const url = `${scheme}://${servers.socketIo.host}${name}`
    return `io('${url}', { auth: { accessToken: token } })`
  }
  return addresses
    .map((address) => `new WebSocket(\`${address}?token=\${token}\`)`)
    .join('\n// or\n')
}

function credentials({ operations }: AsyncApi, key: string): Html {
  const names = operations[`${key}.receive`]?.security.map(({ $ref }) => $ref.split('/').at(-1))
  return html`${(names ?? []).map(
    (name, n) => html`${n > 0 ? ', ' : ''}<a href="#credential.${name}"><code>${name}</code></a>`,
  )}`
}

export function limits(all: DocumentedChannel['x-limits'] = []): Html {
  if (all.length === 0) return html``
  return html`<ul class="facts">${all.map(
    ({ what, most, beyond }) =>
      html`<li>${line(what)}: <strong>${most.toLocaleString('en')}</strong>. ${line(beyond)}</li>`,
  )}</ul>`
}
