import { randomInt } from 'node:crypto'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/** No letters that are taken for digits: 50 bits, which nobody guesses. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10

export function newEmailCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** A code as it was mailed, however it was typed. */
export const typedCode = (text: string) => text.toUpperCase().replace(/[\s-]/g, '')

type Sent = { outcome: 'done' | 'none' | 'verified' | 'taken' | 'used_up' }

const sendFunction = dbFunction('send_email_code', ['user', 'code'], row<Sent>())

/** Mails a user the code for their address, unless it has had both its mails. */
export async function sendEmailCode(ctx: Ctx, user: number): Promise<Sent['outcome']> {
  const { outcome } = await call(ctx, sendFunction, { user, code: newEmailCode() })
  return outcome
}

const verifyFunction = dbFunction(
  'verify_email',
  ['code'],
  row<{ outcome: 'done' | 'none' | 'verified' | 'wrong' }>(),
)

/** Compares a code with the one that was mailed, and gives the caller the address if it is right. */
export async function takeEmail(ctx: Ctx, code: string) {
  signedIn(ctx)
  const { outcome } = await call(ctx, verifyFunction, { code: typedCode(code) })
  return outcome
}
