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
  const write = Object.hasOwn(templates, template) ? templates[template] : undefined
  if (!write) throw new Error(`there is no mail ${template}`)
  return layOut(write(data as never), name)
}
