import { type Letter, layOut, type Rendered } from './layout.ts'

/** Writes a mail with the data that `enqueue_mail` was given for it. */
export type Template = (data: never) => Letter

/** Mails by the names that `enqueue_mail` is called with. */
export type Templates = Readonly<Record<string, Template>>

/**
 * Writes a mail out.
 * @param name how its reader is addressed
 * @throws Error when this version of Souk does not know the template: a newer one might
 */
export function renderMail(
  templates: Templates,
  template: string,
  data: object,
  name: string,
): Rendered {
  return layOut(letterOf(templates, template, data), name)
}

/** A mail that is to be written out. */
export interface Unwritten {
  readonly template: string
  readonly data: object
}

/** Writes several mails out as one. @throws Error when a template is not known */
export function renderBundle(
  templates: Templates,
  mails: readonly Unwritten[],
  name: string,
): Rendered {
  const letters = mails.map(({ template, data }) => letterOf(templates, template, data))
  const [only] = letters
  if (only && letters.length === 1) return layOut(only, name)
  const paragraphs = letters.flatMap((letter) => [`${letter.subject}:`, ...letter.paragraphs])
  return layOut({ subject: `${letters.length} messages from Souk`, paragraphs }, name)
}

function letterOf(templates: Templates, template: string, data: object): Letter {
  const write = Object.hasOwn(templates, template) ? templates[template] : undefined
  if (!write) throw new Error(`there is no mail ${template}`)
  return write(data as never)
}
