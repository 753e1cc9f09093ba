/** What a test sends in order to have it refused: the AsyncAPI document must not allow it. */
export class Malformed {
  readonly payload: unknown

  constructor(payload: unknown) {
    this.payload = payload
  }
}

/** Marks what is about to be sent as nothing that the document allows; everything else has to be allowed. */
export const malformed = (payload: unknown): Malformed => new Malformed(payload)

const ABOUT_FIELDS =
  /^(?:Missing required field: |No data provided$|Frames must |Unknown action: |[\w.]+: )/
/** Who somebody is, and what is theirs, no schema knows. */
const ABOUT_PEOPLE = /must be (?:your own|somebody else)/
const CODES: ReadonlySet<unknown> = new Set(['VALIDATION_FAILED', 'MALFORMED_REQUEST'])

/** Whether an answer refuses what was sent for its form, as any dialect says it. */
export function refusesForm(answer: unknown): boolean {
  const { action, message, error } = (answer ?? {}) as Answer
  if (typeof error === 'object') return CODES.has(error.data?.soukCode)
  const words = action === 'error' ? message : error
  return typeof words === 'string' && ABOUT_FIELDS.test(words) && !ABOUT_PEOPLE.test(words)
}

interface Answer {
  readonly action?: unknown
  readonly message?: unknown
  readonly error?: string | { readonly data?: { readonly soukCode?: unknown } }
}
