/** What the documents say of any user, and Souk does not keep yet. */
export const NOT_KEPT = {
  phoneNumber: null,
  hasKyc: false,
} as const

/** The same where a user is shown in full. */
export const NOT_KEPT_IN_FULL = {
  ...NOT_KEPT,
  phoneNumberVerified: false,
  isSuperuser: false,
  country: null,
  groups: [] as string[],
  userPermissions: [] as string[],
} as const
