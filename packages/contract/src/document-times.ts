/** `2025-10-02T12:00:00.123Z` → `2025-10-02 12:00:00`, as document 1 writes it, in UTC. */
export function spacedTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** → `2025-10-02T12:00:00.123000Z`, as documents 2 and 4 write it. */
export function microsecondTime(iso: string): string {
  return `${iso.slice(0, 19)}.${(/\.(\d+)/.exec(iso)?.[1] ?? '').padEnd(6, '0')}Z`
}

/** → `2025-10-02T12:00:00.123Z`, as document 5 writes it: its clients put their own messages among these. */
export function millisecondTime(iso: string): string {
  return `${iso.slice(0, 19)}.${(/\.(\d+)/.exec(iso)?.[1] ?? '').slice(0, 3).padEnd(3, '0')}Z`
}

/** → `2025-10-02T12:00:00Z`, as document 3 writes it. */
export function secondTime(iso: string): string {
  return `${iso.slice(0, 19)}Z`
}
