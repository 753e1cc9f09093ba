import type { Account } from '@souk/contract'
import type { User } from './entities.ts'

/** The account as its owner sees it. */
export function accountOf(user: User): Account {
  const { id, uuid, username, email, fullname, firstName, lastName, isStaff, isActive } = user
  const names = [firstName, lastName].filter(Boolean).join(' ').trim()
  return {
    id,
    uuid,
    username,
    email: email ?? null,
    fullname: fullname ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    displayName: fullname || names || username,
    isStaff,
    isActive,
    avatar: user.avatar ?? null,
    twoFactorEnabled: user.twoFactorEnabled,
    createdAt: user.createdAt.toISOString(),
    lastLogin: user.lastLogin?.toISOString() ?? null,
  }
}
