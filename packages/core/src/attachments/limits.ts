/** What each user may keep and do. */
export const LIMITS = {
  /** Bytes, of all their files together: 500 MiB. */
  bytes: 500 * 1024 * 1024,
  /** Files that come in, or are being looked at. */
  atOnce: 4,
}

/** Minutes after which nobody is still at a file that was to come; none takes so long. */
export const COMING_MINUTES = 10
/** Hours in which a file has to be attached to a message. */
export const LOOSE_HOURS = 24
