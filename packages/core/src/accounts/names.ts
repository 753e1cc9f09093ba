/** The form in which a username must be unique: compatibility-normalised, trimmed, without case. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
}

/** The form in which an e-mail address must be unique. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase()
}
