/** `2025-10-02T12:00:00.123Z` → `2025-10-02 12:00:00`, as document 1 writes it, in UTC. */
export function spacedTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** → `2025-10-02T12:00:00.123000Z`, as documents 2 and 4 write it. */
export function microsecondTime(iso: string): string {
  return `${iso.slice(0, 19)}.${(/\.(\d+)/.exec(iso)?.[1] ?? '').padEnd(6, '0')}Z`
}

/** → `2025-10-02T12:00:00Z`, as documents 3 and 5 write it. */
export function secondTime(iso: string): string {
  return `${iso.slice(0, 19)}Z`
}
