/** What a template says: plain text throughout, for the layout to make both parts of. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** Its reader may be a stranger, whom we do not greet by what somebody else wrote. */
  readonly unnamed?: true
}

/** A mail's subject and its two parts. */
export interface Rendered {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const FOOTER = 'Souk will never ask you for your password.'

const BODY = 'font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;color:#222'

/** The one form all mails have. What people wrote is text here, whatever it looks like. */
export function layOut(letter: Letter, name: string): Rendered {
  const subject = oneLine(letter.subject)
  const greeting = letter.unnamed ? 'Hello,' : `Hello ${name},`
  const paragraphs = [greeting, ...letter.paragraphs].map(oneLine)
  const text = `${[...paragraphs, `-- \n${FOOTER}`].join('\n\n')}\n`
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="${BODY}">
${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
<p style="color:#666">${FOOTER}</p>
</body>
</html>
`
  return { subject, text, html }
}

/** Line breaks would end a header, and marks of direction would turn what follows around. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

function oneLine(text: string): string {
  return text.replace(UNSEEN, ' ').trim()
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it can stand anywhere in HTML, in attributes too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
