import { mail } from '@souk/core'
import { Hono, type MiddlewareHandler } from 'hono'
import { onlyGet } from './answers.ts'
import { LAYOUT_STYLE, layout } from './layout.ts'
import { hashOf, pageHeaders, policyWith } from './policy.ts'

const { escaped } = mail

const STYLE = `
article { border: 1px solid var(--edge); border-radius: .5rem; padding: 0 1rem 1rem; margin: 1rem 0 }
article pre { white-space: pre-wrap }
iframe { width: 100%; height: 20rem; border: 1px solid var(--edge); background: #fff; color-scheme: light }
`

const POLICY = policyWith({
  'style-src-elem': `${LAYOUT_STYLE} ${hashOf(STYLE)}`,
  'style-src-attr': "'unsafe-inline'", // mails have no other styles
})

const HEADERS = { ...pageHeaders(POLICY), 'cache-control': 'no-store' }

/** The sandbox's mail, newest first, for whoever tries Souk out: there is nothing real in it. */
export function sandboxMail(
  counted: MiddlewareHandler,
  recent: () => Promise<mail.KeptMail[]>,
): Hono {
  const show = async () => new Response(page(await recent()), { headers: HEADERS })
  const app = new Hono()
  for (const path of ['/sandbox/mail', '/sandbox/mail/']) {
    app.get(path, counted, show).all(path, counted, onlyGet)
  }
  return app
}

function page(mails: readonly mail.KeptMail[]): string {
  const none = '<p>No mail yet. Every step of an offer on an ad writes some.</p>'
  const main = `<h1>Mail of the sandbox</h1>
<p>The last hundred mails, newest first. What is unsent here would go out with a mail server.</p>
${mails.map(article).join('\n') || none}`
  const head = `<style>${STYLE}</style>`
  return layout({ title: 'Souk: mail of the sandbox', place: '/sandbox/mail', main, head })
}

/** One mail; its HTML part in a frame that may run nothing and is of no origin. */
function article(kept: mail.KeptMail): string {
  const { id, to, status, createdAt, lastError, subject, text, html } = kept
  const trouble = lastError === null ? '' : ` (${lastError})`
  return `<article id="mail-${id}">
<h2>${escaped(subject)}</h2>
<p>To ${escaped(to)}, ${createdAt}, ${status}${escaped(trouble)}</p>
<pre tabindex="0">${escaped(text)}</pre>
<details><summary>HTML</summary><iframe sandbox title="The same as HTML" srcdoc="${escaped(html)}"></iframe></details>
</article>`
}
