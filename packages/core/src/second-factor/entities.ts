import { defineEntity, p } from '@mikro-orm/core'

const TwoFactorSchema = defineEntity({
  name: 'TwoFactor',
  tableName: 'two_factor',
  properties: {
    userId: p.integer().primary(),
    /** Sealed (`secret.ts`). */
    secret: p.blob().hidden(),
    createdAt: p.datetime(),
    /** Null until a first code has shown that the app has the secret. */
    enabledAt: p.datetime().nullable(),
    /** The step of the last code that was used: neither it nor one before is good again. */
    lastStep: p.integer(),
  },
})
export class TwoFactor extends TwoFactorSchema.class {}
TwoFactorSchema.setClass(TwoFactor)

const RememberedDeviceSchema = defineEntity({
  name: 'RememberedDevice',
  tableName: 'remembered_devices',
  properties: {
    id: p.uuid().primary(),
    userId: p.integer(),
    tokenHash: p.blob().hidden(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
  },
})
export class RememberedDevice extends RememberedDeviceSchema.class {}
RememberedDeviceSchema.setClass(RememberedDevice)

export const secondFactorEntities = [TwoFactorSchema, RememberedDeviceSchema]
