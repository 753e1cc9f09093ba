/** The form in which a username must be unique: compatibility-normalised, without case. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase().normalize('NFKC')
}

/** The form in which an e-mail address must be unique. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase()
}
