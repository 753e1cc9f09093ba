/** Whom mail comes from. */
export interface Sender {
  /** Empty where there is none. */
  readonly name: string
  readonly address: string
}

/** A name, with or without quotes, before an address in angle brackets; or an address alone. */
const FORM =
  /^(?:(?<name>[^<>\r\n]*)<(?<named>[^\s<>@]+@[^\s<>@]+)>|(?<bare>[^\s<>@,;]+@[^\s<>@,;]+))$/

/**
 * Takes a sender apart, so that nobody downstream finds a group or a list in the name. Undefined when
 * it is none.
 */
export function senderOf(text: string): Sender | undefined {
  const { name = '', named, bare } = FORM.exec(text.trim())?.groups ?? {}
  const address = named ?? bare
  return address === undefined ? undefined : { name: unquoted(name.trim()), address }
}

function unquoted(name: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(name)?.[1]
  return inside === undefined ? name : inside.replace(/\\(.)/g, '$1')
}
