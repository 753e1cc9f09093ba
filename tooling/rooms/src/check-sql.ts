import type { RoomFile } from './house.ts'
import { isFrozen, isLeft, isMadeElsewhere, type Rooms } from './rooms.ts'

/** Finds tables that are not one room's, and others that write them. */
export function checkTables(rooms: Rooms, files: readonly RoomFile[]): string[] {
  const owners = new Map<string, string[]>()
  for (const [room, { writes = [] }] of Object.entries(rooms)) {
    for (const table of writes) owners.set(table, [...(owners.get(table) ?? []), room])
  }
  const made = files.flatMap(({ path, tables }) => tables.map((table) => ({ path, ...table })))
  const written = currentOf(files).flatMap(({ path, room, writes }) =>
    writes.map((table) => ({ path, room, ...table })),
  )
  const isMade = (table: string) =>
    isMadeElsewhere(table) || made.some(({ text }) => text === table)
  const isWritten = (table: string, by: string) =>
    written.some(({ text, room }) => text === table && room === by)
  return [
    ...made
      .filter(({ text }) => !owners.has(text) && !isLeft(text))
      .map(({ path, line, text }) => `${path}:${line}: the table ${text} is no room’s`),
    ...[...owners].flatMap(([table, by]) => [
      ...(by.length > 1 ? [`${table} is of several rooms: ${by.join(', ')}`] : []),
      ...(isMade(table) ? [] : [`nothing makes the table ${table}`]),
      ...by
        .filter((room) => !isWritten(table, room))
        .map((room) => `${room} never writes ${table}`),
    ]),
    ...written
      .filter(({ text, room }) => !owners.get(text)?.includes(room))
      .map(({ path, line, text, room }) => {
        const whose = owners.get(text)?.join(', ') ?? 'nobody'
        return `${path}:${line}: ${room} may not write ${text} of ${whose}`
      }),
  ]
}

/** Finds functions and views with two homes, and who uses them without knowing their home. */
export function checkCalls(rooms: Rooms, files: readonly RoomFile[]): string[] {
  const homes = new Map<string, Set<string>>()
  for (const { room, routines } of currentOf(files)) {
    for (const { text } of routines) homes.set(text, (homes.get(text) ?? new Set()).add(room))
  }
  const twice = [...homes].filter(([, of]) => of.size > 1)
  return [
    ...twice.map(
      ([name, of]) => `${name} is defined in several rooms: ${[...of].sort().join(', ')}`,
    ),
    ...currentOf(files).flatMap(({ path, room, uses }) =>
      uses.flatMap(({ text, line }) =>
        [...(homes.get(text) ?? [])]
          .filter((home) => home !== room && !rooms[room]?.knows.includes(home))
          .map((home) => `${path}:${line}: ${room} may not use ${text} of ${home}`),
      ),
    ),
  ]
}

function currentOf(files: readonly RoomFile[]): RoomFile[] {
  return files.filter(({ path }) => !isFrozen(path))
}
