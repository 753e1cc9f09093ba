/**
 * The form in which a username must be unique: compatibility-normalised, trimmed, without case. By
 * way of upper case, for some letters have two small ones (σ, ς) or a pair for one (ß).
 */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC')
}

/** The form in which an e-mail address must be unique. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase()
}
