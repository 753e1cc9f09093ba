import { createHash } from 'node:crypto'

/** Writes what is drawn by lot as something that is the same each time. */
export interface MadeUp {
  /** Shows something of which its form does not tell that it was drawn. */
  shows(drawn: string, as: string): void
  /** What was recorded, with everything that was drawn made up: by the order in which it comes. */
  of<T>(recorded: T): T
}

type Make = (n: number, drawn: string) => string

const digest = (n: number) => createHash('sha256').update(`made up ${n}`).digest('hex')

/** A look that nobody takes for a secret: two digits again and again. */
const repeated = (n: number, length: number) =>
  (0xa0 + n).toString(16).repeat(length).slice(0, length)

/** Everything that is drawn, by its form, with what is shown for the nth of it. */
const FORMS: readonly (readonly [RegExp, Make])[] = [
  [
    /[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/,
    (n) => digest(n).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5'),
  ],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/, (n) => `eyJhbGciOiJIUzI1NiJ9.an-access-token-${n}.its-signature`],
  [
    /cs_[\da-z]{9,10}_[\da-z]+/,
    (n, { length }) => `cs_${repeated(n, 9)}_${repeated(n, Math.min(length - 13, 25))}`,
  ],
  [/rt_[\da-f]{64}/, (n) => `rt_${repeated(n, 64)}`],
  [/dv_[\da-f]{64}/, (n) => `dv_${repeated(n, 64)}`],
  [/whsec_[\w+/]{43}=/, (n) => `whsec_${Buffer.alloc(32, 0xa0 + n).toString('base64')}`],
  [/msg_[\da-f]{32}/, (n) => `msg_${digest(n).slice(0, 32)}`],
  [/user_\d{13}/, (n) => `user_${4_817_302_265_917 + n}`],
]

/** What only a stopwatch knows. */
const MEASURED: readonly (readonly [RegExp, string])[] = [
  [/"durationMs":\d+/g, '"durationMs":38'],
  [/try again in \d+ s/g, 'try again in 900 s'],
]

const ANY = new RegExp(FORMS.map(([form]) => `(${form.source})`).join('|'), 'g')

export function createMadeUp(): MadeUp {
  const known = new Map<string, string>()
  return {
    shows: (drawn, as) => void known.set(drawn, as),
    of(recorded) {
      const counts = FORMS.map(() => 0)
      const seen = new Map<string, string>()
      const made = (drawn: string, ...groups: (string | undefined)[]): string => {
        const before = seen.get(drawn)
        if (before !== undefined) return before
        const form = groups.slice(0, FORMS.length).findIndex((group) => group !== undefined)
        const n = (counts[form] ?? 0) + 1
        counts[form] = n
        const made = FORMS[form]?.[1](n, drawn) ?? drawn
        seen.set(drawn, made)
        return made
      }
      let text = JSON.stringify(recorded)
      for (const [drawn, as] of known) text = text.replaceAll(drawn, as)
      for (const [form, as] of MEASURED) text = text.replace(form, as)
      return JSON.parse(text.replace(ANY, made))
    },
  }
}
