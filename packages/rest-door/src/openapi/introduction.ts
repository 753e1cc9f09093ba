import type { Operation } from './operations.ts'
import type { DocumentWords } from './words.ts'

/** What an operation is called, under which heading it stands, and what it does. */
export function introduce(
  { domain, procedure, isChangingGet, withBody }: Operation,
  { domains }: DocumentWords,
) {
  const { summary, description, access } = procedure
  const sentences = [
    description,
    access === 'staff' && 'For staff only.',
    withBody && changedBy(withBody),
    (isChangingGet || withBody) && CHANGING_GET,
  ].filter(Boolean)
  return {
    tags: [domains[domain]?.name ?? domain],
    summary,
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
  }
}

const changedBy = ({ procedure: { summary } }: Operation) =>
  `Sent with a JSON body, it does this instead: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`

const CHANGING_GET =
  'Few clients can send a body with a GET (`fetch` cannot); the other methods of this path do the same. No cookie is accepted for a GET that changes something.'
