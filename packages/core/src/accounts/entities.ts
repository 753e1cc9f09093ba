import { defineEntity, p } from '@mikro-orm/core'

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary(),
    uuid: p.uuid().onCreate(() => crypto.randomUUID()),
    username: p.string(),
    /** The name as it must be unique: normalised, without regard to case. */
    usernameKey: p.string(),
    email: p.string().nullable(),
    emailKey: p.string().nullable(),
    /** They only say that the address is theirs. */
    emailUnverified: p.boolean().default(false),
    passwordHash: p.string().nullable().hidden(),
    fullname: p.string().nullable(),
    firstName: p.string().nullable(),
    lastName: p.string().nullable(),
    /** What the username looks like (`looks.ts`). */
    looks: p.array().nullable().hidden(),
    isStaff: p.boolean().default(false),
    isActive: p.boolean().default(true),
    avatar: p.string().nullable(),
    twoFactorEnabled: p.boolean().default(false),
    /** Releases take a code, too. */
    twoFactorReleases: p.boolean().default(false),
    lastLogin: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class User extends UserSchema.class {}
UserSchema.setClass(User)

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User),
    tokenHash: p.blob(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
})
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session)

const AccessTokenSchema = defineEntity({
  name: 'AccessToken',
  tableName: 'access_tokens',
  properties: {
    userId: p.integer().primary(),
    tokenHash: p.blob().hidden(),
    createdAt: p.datetime(),
  },
})
export class AccessToken extends AccessTokenSchema.class {}
AccessTokenSchema.setClass(AccessToken)

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    tokenHash: p.blob().primary(),
    session: () => p.manyToOne(Session),
    createdAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
})
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken)

export const accountEntities = [UserSchema, SessionSchema, AccessTokenSchema, RefreshTokenSchema]
