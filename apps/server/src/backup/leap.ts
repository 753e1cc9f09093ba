/**
 * Numbers that are passed over after a restore: they may have been given out since the backup, and then stand in
 * mails, in the deposit addresses of users, with receivers of webhooks and as places in streams.
 */
export const LEAP = 1_000_000
