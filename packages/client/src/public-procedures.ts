/**
 * The procedures that look at no credential. They are sent without one, and their INVALID_TOKEN
 * speaks of the refresh token in their input, so it must not lead to another refresh.
 */
export const PUBLIC_PROCEDURES: readonly string[] = [
  'auth.signUp',
  'auth.register',
  'auth.login',
  'auth.refresh',
  'auth.anonymous.register',
  'auth.anonymous.login',
  'users.register',
  'users.login',
]
