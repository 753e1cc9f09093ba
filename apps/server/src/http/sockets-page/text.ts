import { html } from 'hono/html'

/** A part of a page, with all that it shows escaped. */
export type Html = ReturnType<typeof html>

/** A sentence of the document, with what it writes as `code` and **strongly**. */
export function line(text: string): Html {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)
  return html`${parts.map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`
    if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`
    return part
  })}`
}

/** Paragraphs of the document. */
export const paragraphs = (text: string): Html =>
  html`${text.split('\n\n').map((one) => html`<p>${line(one)}</p>`)}`
