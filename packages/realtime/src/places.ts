/** One of the places that somebody may have at a time. */
export interface Place {
  /** Gives it back; once is enough, and more does nothing. */
  readonly leave: () => void
}

/** So many places for each of many, such as the sockets of each user. */
export interface Places<Key> {
  /** Takes a place; undefined when all are taken. Counted at once, so that many at once get no more. */
  take(key: Key): Place | undefined
}

export function createPlaces<Key>(most: number): Places<Key> {
  const taken = new Map<Key, number>()
  return {
    take(key) {
      const count = taken.get(key) ?? 0
      if (count >= most) return undefined
      taken.set(key, count + 1)
      let isMine = true
      const leave = () => {
        if (!isMine) return
        isMine = false
        const left = (taken.get(key) ?? 1) - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
      return { leave }
    },
  }
}
