import type { AuditEntry } from '@souk/contract'

type Plain = AuditEntry['details'][string]

/** Details of what staff did, flat: what is nested in them is shown as JSON. */
export function shownDetails(details: Readonly<Record<string, unknown>>): AuditEntry['details'] {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'object' && value ? JSON.stringify(value) : (value as Plain),
    ]),
  )
}
