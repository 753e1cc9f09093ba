/** Whether somebody has two-factor authentication on, and by what; off, documents know of `email`. */
export function twoFactorOf(isEnabled: boolean) {
  return { twoFactorEnabled: isEnabled, twoFactorType: isEnabled ? 'totp' : 'email' }
}
