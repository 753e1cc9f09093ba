import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Ctx } from '../context.ts'
import { RememberedDevice } from './entities.ts'

/** Days for which a device is asked for no code. */
export const DEVICE_DAYS = 30

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Remembers the device that a code has just been typed on. @returns what the device shows next time */
export async function rememberDevice(ctx: Ctx, userId: number): Promise<string> {
  const token = `dv_${randomBytes(32).toString('hex')}`
  const createdAt = ctx.clock()
  ctx.db.em.create(RememberedDevice, {
    id: randomUUID(),
    userId,
    tokenHash: hashOf(token),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + DEVICE_DAYS * 86_400_000),
  })
  await ctx.db.em.flush()
  return token
}

/** Asks for a code everywhere again. */
export async function forgetAllDevices(ctx: Ctx, userId: number): Promise<void> {
  await ctx.db.em.nativeDelete(RememberedDevice, { userId })
}

/** @returns whether the user had such a device */
export async function forgetRememberedDevice(ctx: Ctx, userId: number, id: string) {
  return (await ctx.db.em.nativeDelete(RememberedDevice, { id, userId })) > 0
}

export async function isRemembered(
  ctx: Ctx,
  userId: number,
  token: string | undefined,
): Promise<boolean> {
  if (token === undefined) return false
  const now = { $gt: ctx.clock() }
  const known = { userId, tokenHash: hashOf(token), expiresAt: now }
  return (await ctx.db.em.count(RememberedDevice, known)) > 0
}
