import { dirname, join } from 'node:path/posix'
import { packageOf, type RoomFile, roomOf } from './house.ts'
import { COMPUTED } from './read-code.ts'
import { isTest, isWords, type Rooms } from './rooms.ts'

/** Finds imports of rooms that a file may not know, and of packages that it may not use. */
export function checkImports(
  rooms: Rooms,
  packages: ReadonlyMap<string, string>,
  { path, room, imports }: RoomFile,
): string[] {
  const { knows, uses, shows } = rooms[room] ?? { knows: [], uses: [] }
  return imports.flatMap(({ text: specifier, line }) => {
    const folder = folderOf(packages, specifier)
    // `../${where}` may be anywhere; `@souk/contract/${what}` is in that package.
    const isPath = specifier.startsWith('.') && !specifier.includes(COMPUTED)
    const target = isPath ? join(dirname(path), specifier) : folder
    const fault = (may: string) => [`${path}:${line}: ${room} may not ${may} (${specifier})`]
    if (target === undefined) {
      return uses.some((name) => isOf(name, specifier)) ? [] : fault('use that')
    }
    const known = roomOf(rooms, target)
    if (isTest(specifier)) return fault('know what is for tests')
    if (isWords(specifier) && !isWords(path) && !shows) return fault('show words')
    if (folder === packageOf(path)) return fault('import its own package by name')
    if (!folder && packageOf(target) !== packageOf(path)) return fault('reach into another package')
    return known === room || knows.includes(known)
      ? []
      : fault(`know ${known || 'what is in no room'}`)
  })
}

/** The folder of one of our own packages, however much of it is imported. */
function folderOf(packages: ReadonlyMap<string, string>, specifier: string): string | undefined {
  return [...packages].find(([name]) => isOf(name, specifier))?.[1]
}

/** Whether a specifier is the package `name`, or something in it; `node:*` is all of that beginning. */
function isOf(name: string, specifier: string): boolean {
  if (name.endsWith('*')) return specifier.startsWith(name.slice(0, -1))
  return specifier === name || specifier.startsWith(`${name}/`)
}
