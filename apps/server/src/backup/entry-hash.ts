import { createHash } from 'node:crypto'

/** The digest of an archive's entries: of their names, sizes and bytes, one after another. */
export interface EntryHash {
  begin(name: string, size: number): void
  add(bytes: Uint8Array): void
  hex(): string
}

export function createEntryHash(): EntryHash {
  const hash = createHash('sha256')
  return {
    begin: (name, size) => void hash.update(`${name}\n${size}\n`),
    add: (bytes) => void hash.update(bytes),
    hex: () => hash.copy().digest('hex'),
  }
}
