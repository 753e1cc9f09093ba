// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { AccountType } from './user.ts'
export { OwnUser, SignedInUser } from './user.ts'
