import { mail } from '@souk/core'
import { API_HEADERS } from '@souk/rest-door'
import { Hono, type MiddlewareHandler } from 'hono'
import { onlyGet } from './answers.ts'

const { escaped } = mail

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid #ccc;border-radius:.5rem;padding:0 1rem 1rem;margin:1rem 0}
pre{white-space:pre-wrap}iframe{width:100%;height:20rem;border:1px solid #ccc}h2{font-size:1.1rem}`

const HEADERS = {
  ...API_HEADERS,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

/** The sandbox's mail, newest first, for whoever tries Souk out: there is nothing real in it. */
export function sandboxMail(
  counted: MiddlewareHandler,
  recent: () => Promise<mail.KeptMail[]>,
): Hono {
  const show = async () => new Response(page(await recent()), { headers: HEADERS })
  return new Hono().get('/', counted, show).all('/', counted, onlyGet)
}

function page(mails: readonly mail.KeptMail[]): string {
  const none = '<p>No mail yet. Every step of an offer on an ad writes some.</p>'
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mail of the sandbox</title>
<style>${STYLE}</style>
<h1>Mail of the sandbox</h1>
<p>The last hundred mails, newest first. What is unsent here would go out with a mail server.</p>
${mails.map(article).join('\n') || none}
</html>
`
}

/** One mail; its HTML part in a frame that may run nothing and is of no origin. */
function article(kept: mail.KeptMail): string {
  const { id, to, status, createdAt, lastError, subject, text, html } = kept
  const trouble = lastError === null ? '' : ` (${lastError})`
  return `<article id="mail-${id}">
<h2>${escaped(subject)}</h2>
<p>To ${escaped(to)}, ${createdAt}, ${status}${escaped(trouble)}</p>
<pre>${escaped(text)}</pre>
<details><summary>HTML</summary><iframe sandbox srcdoc="${escaped(html)}"></iframe></details>
</article>`
}
