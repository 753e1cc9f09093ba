import { type Page, type RememberedDevice as Shown, SoukError } from '@souk/contract'
import { where } from '../../conditions.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { isoTime } from '../../iso-time.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { forgetRememberedDevice } from '../../second-factor/remembered-devices.ts'

interface DeviceRow {
  readonly id: string
  readonly createdAt: string
  readonly expiresAt: string
}

const devices = pagedList<DeviceRow, never>('remembered-devices', {}, () => ({
  branches: [
    `select created_at, id from remembered_devices ${where({}, 'user_id = $user and expires_at > $now')}`,
  ],
  order: ['created_at desc', 'id desc'],
  show: `d.id, d.created_at as "createdAt", d.expires_at as "expiresAt"
    from page join remembered_devices d on d.id = page.id`,
}))

/** The devices on which the caller is asked for no code, newest first. */
export function listDevices(ctx: Ctx, paging: Paging): Promise<Page<Shown>> {
  const own = { user: signedIn(ctx).userId, now: ctx.clock() }
  return readPage(ctx, devices, {}, paging, shown, own)
}

const shown = ({ id, createdAt, expiresAt }: DeviceRow): Shown => ({
  id,
  createdAt: isoTime(createdAt),
  expiresAt: isoTime(expiresAt),
})

/** Asks for a code on a device again. @throws NOT_FOUND */
export async function forgetDevice(ctx: Ctx, { id }: { id: string }): Promise<null> {
  const isKnown = await forgetRememberedDevice(ctx, signedIn(ctx).userId, id)
  if (!isKnown) throw new SoukError('NOT_FOUND', 'Device not found')
  return null
}
