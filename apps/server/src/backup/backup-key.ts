import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Head } from './format.ts'

const SALT = 16

/** What a backup has of the secret key: nothing that could be reckoned back to it. */
export interface BackupKey {
  readonly head: Head['key']
  /** Proves, to whoever has the secret key, that it was there when this digest was written. */
  seal(sha256: string): string
}

export function newBackupKey(secret: Uint8Array): BackupKey {
  return keyOf(secret, randomBytes(SALT).toString('hex'))
}

/** The key of a backup; undefined where the backup was made under another secret. */
export function openBackupKey(secret: Uint8Array, { salt, check }: Head['key']) {
  const key = keyOf(secret, salt)
  return isEqual(key.head.check, check) ? key : undefined
}

export function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function keyOf(secret: Uint8Array, salt: string): BackupKey {
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'souk backup', 32))
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('hex')
  return {
    head: { salt, check: sign('which key') },
    seal: (sha256) => sign(`digest ${sha256}`),
  }
}
