import { checkImports } from './check-imports.ts'
import { checkCalls, checkTables } from './check-sql.ts'
import { packageOf, type RoomFile, readHouse, type Texts } from './house.ts'
import { isFrozen, placeOf, type Rooms } from './rooms.ts'

/** Finds whatever the table of rooms does not allow, by file and line. */
export function faultsIn(rooms: Rooms, texts: Texts): string[] {
  const { files, packages } = readHouse(rooms, texts)
  return [
    ...checkRooms(rooms),
    ...checkPlaces(rooms, files),
    ...files.flatMap((file) => checkImports(rooms, packages, file)),
    ...checkTables(rooms, files),
    ...checkCalls(rooms, files),
  ]
}

/** The table itself: rooms know rooms, and none knows who knows it. */
function checkRooms(rooms: Rooms): string[] {
  const names = Object.keys(rooms)
  const strange = names.flatMap((name) =>
    knownBy(rooms, name)
      .filter((known) => !(known in rooms))
      .map((known) => `${name} knows ${known}, which is no room`),
  )
  const circle = circleFrom(rooms, names)
  return circle ? [...strange, `a circle: ${circle.join(' → ')}`] : strange
}

const knownBy = (rooms: Rooms, name: string) => rooms[name]?.knows ?? []

/** The first circle to be met from one of the rooms `next`, at the end of the `way` to them. */
function circleFrom(
  rooms: Rooms,
  next: readonly string[],
  way: readonly string[] = [],
  done = new Set<string>(),
): string[] | undefined {
  for (const name of next) {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name) || rooms[name]?.context) continue
    const circle = circleFrom(rooms, knownBy(rooms, name), [...way, name], done)
    if (circle) return circle
    done.add(name)
  }
  return undefined
}

/** Each file is in a room, where some folders are rooms all are, and no room is empty. */
function checkPlaces(rooms: Rooms, files: readonly RoomFile[]): string[] {
  const names = Object.keys(rooms)
  const isDivided = (room: string) => names.some((name) => name.startsWith(`${room}/`))
  const isInFolder = (path: string) => path.slice(packageOf(path).length).split('/').length > 3
  const lost = files.filter(
    ({ path, room }) => room === '' || (isDivided(room) && !isFrozen(path) && isInFolder(path)),
  )
  const empty = names.filter((name) => !files.some(({ room }) => room === name))
  return [
    ...lost.map(({ path }) => `${path} is in no room`),
    ...empty.map((name) => `${name} is empty: nothing was read in ${placeOf(name)}`),
  ]
}
