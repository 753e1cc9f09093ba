import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Settings } from '../settings.ts'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Identifies a request: which procedure, with which input. */
export function fingerprintOf(request: string): Buffer {
  return createHash('sha256').update(request).digest()
}

/**
 * Encrypts a stored answer with a key that only the same request gives again. An answer may hold
 * tokens; whoever reads the table, even with the server's secret, learns none of them without
 * knowing the password or token that was sent.
 */
export function seal(settings: Settings, request: string, answer: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, keyFor(settings, request), nonce)
  const sealed = Buffer.concat([cipher.update(answer, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** The answer that was sealed for this request. */
export function unseal(settings: Settings, request: string, stored: Buffer): string {
  const decipher = createDecipheriv(CIPHER, keyFor(settings, request), stored.subarray(0, NONCE))
  decipher.setAuthTag(stored.subarray(NONCE, NONCE + TAG))
  const opened = [decipher.update(stored.subarray(NONCE + TAG)), decipher.final()]
  return Buffer.concat(opened).toString('utf8')
}

function keyFor(settings: Settings, request: string): Buffer {
  return Buffer.from(hkdfSync('sha256', settings.secretKey, request, 'souk idempotency', 32))
}
