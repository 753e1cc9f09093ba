import { createHash, randomInt } from 'node:crypto'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'

/** No letters and digits that are taken for each other: a code has 59 bits, which nobody guesses. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
const LENGTH = 12
const CODES = 10

const keepCodes = statement<object>(
  'backup-codes-keep',
  `insert into backup_codes (user_id, code_hash)
   select $1, decode(h, 'hex') from unnest($2::text[]) as h`,
)

const forgetCodes = statement<object>(
  'backup-codes-forget',
  'delete from backup_codes where user_id = $1',
)

const findCode = statement<object>(
  'backup-code-find',
  'select from backup_codes where user_id = $1 and code_hash = $2 and used_at is null',
)

const useCode = statement<{ used: boolean }>(
  'backup-code-use',
  `update backup_codes set used_at = $3
    where user_id = $1 and code_hash = $2 and used_at is null returning true as used`,
)

const countCodes = statement<{ left: number }>(
  'backup-codes-left',
  'select count(*)::integer as left from backup_codes where user_id = $1 and used_at is null',
)

const hashOf = (code: string) => createHash('sha256').update(code).digest()

/** A backup code as it was shown, however it was typed. */
const typed = (code: string) => code.toLowerCase().replace(/[\s-]/g, '')

const newCode = () =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** Makes a user's backup codes; nobody can show them again. */
export async function makeBackupCodes(ctx: Ctx, userId: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode)
  await ctx.db.query(keepCodes, [userId, codes.map((code) => hashOf(code).toString('hex'))])
  return codes
}

/** The same in place of those that there were. */
export async function renewBackupCodes(ctx: Ctx, userId: number): Promise<string[]> {
  await ctx.db.query(forgetCodes, [userId])
  return makeBackupCodes(ctx, userId)
}

export async function hasBackupCode(ctx: Ctx, userId: number, code: string): Promise<boolean> {
  return (await ctx.db.query(findCode, [userId, hashOf(typed(code))])).length > 0
}

/** @returns whether it had not been used yet */
export async function useBackupCode(ctx: Ctx, userId: number, code: string): Promise<boolean> {
  return (await ctx.db.query(useCode, [userId, hashOf(typed(code)), ctx.clock()])).length > 0
}

export async function backupCodesLeft(ctx: Ctx, userId: number): Promise<number> {
  const [row] = await ctx.db.query(countCodes, [userId])
  return row?.left ?? 0
}
