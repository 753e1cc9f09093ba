import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Found, readCode } from './read-code.ts'
import { readSql, type Sql } from './read-sql.ts'
import { isTest, placeOf, type Rooms } from './rooms.ts'

/** Texts by their paths from the root of the repository. */
export type Texts = Readonly<Record<string, string>>

/** A file that is in a room, read. */
export interface RoomFile extends Sql {
  readonly path: string
  /** Its room; empty when it is in none. */
  readonly room: string
  readonly imports: readonly Found[]
}

export interface House {
  readonly files: readonly RoomFile[]
  /** The folders of packages, by the names they are imported by. */
  readonly packages: ReadonlyMap<string, string>
}

const FILES = ['{apps,packages}/*/{src,sql,migrations}/**/*.{ts,tsx,sql}']
const MANIFESTS = ['{apps,packages}/*/package.json']

/** Every text that the rooms are about. */
export function textsIn(root: string): Texts {
  const paths = globSync([...FILES, ...MANIFESTS], { cwd: root }).sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

export function readHouse(rooms: Rooms, texts: Texts): House {
  const all = Object.entries(texts)
  const manifests = all.filter(([path]) => path.endsWith('/package.json'))
  const files = all.filter(([path]) => /\.(tsx?|sql)$/.test(path) && !isTest(path))
  return {
    packages: new Map(manifests.map(([path, text]) => [JSON.parse(text).name, packageOf(path)])),
    files: files.map(([path, text]) => ({
      path,
      room: roomOf(rooms, path),
      ...(path.endsWith('.sql') ? { imports: [], ...readSql(text) } : readScript(path, text)),
    })),
  }
}

/** The innermost room that a path is in; empty when it is in none. */
export function roomOf(rooms: Rooms, path: string): string {
  const around = Object.keys(rooms).filter((room) => `${path}/`.startsWith(`${placeOf(room)}/`))
  return around.sort((a, b) => a.length - b.length).at(-1) ?? ''
}

/** `packages/core` of a path in it. */
export function packageOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function readScript(path: string, text: string): Sql & Pick<RoomFile, 'imports'> {
  const { imports, strings, tableNames } = readCode(path, text)
  const spoken = strings.map((said) => readSql(said.text, said.line))
  return {
    imports,
    tables: spoken.flatMap(({ tables }) => tables),
    routines: spoken.flatMap(({ routines }) => routines),
    writes: [...spoken.flatMap(({ writes }) => writes), ...tableNames],
    // A helper calls the function or reads the view whose name it is given.
    uses: [...strings, ...spoken.flatMap(({ uses }) => uses)],
  }
}
