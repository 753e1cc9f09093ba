/** Which way a message goes, as its client sees it; an acknowledgement comes to what was sent. */
export type Way = 'send' | 'receive' | 'acknowledge'

/** The key of a message at its socket, as AsyncAPI allows keys; the name itself stands in the message. */
export function messageKey(way: Way, name: string): string {
  return `${way}.${name.replace(/[^\w.-]/g, '-')}`
}
