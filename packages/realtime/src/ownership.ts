import { type Bus, type SignedIn, sessionStream } from '@souk/core'
import { type CloseCode, closingFor } from './close-codes.ts'
import type { Place } from './places.ts'

/** Finds out again who a socket belongs to; throws when its credential is no longer good. */
export type Reauthenticate = () => Promise<SignedIn>

/** Whose a socket is, for as long as their credential lives. */
export interface Ownership {
  /**
   * Ties the socket to its user: it closes once `again` says the credential has died. Whoever it
   * belonged to before gets their place back when there is another one.
   */
  belongsTo(user: SignedIn, again: Reauthenticate, place: Place | undefined): void
  readonly user: SignedIn | undefined
  /** Looks at the credential again. */
  recheck(): void
  /** The socket has closed. */
  end(): void
}

export function createOwnership(
  bus: Bus,
  close: (code: CloseCode, reason: string) => void,
): Ownership {
  let isOver = false
  let user: SignedIn | undefined
  let reauthenticate: Reauthenticate | undefined
  let forget = () => {}
  let held: Place | undefined

  const recheck = () => {
    reauthenticate?.().catch((error: unknown) => close(...closingFor(error)))
  }

  return {
    belongsTo(owner, again, place) {
      // Gone while its owner was looked up: nobody would ever give these back.
      if (isOver) return place?.leave()
      forget()
      if (place && place !== held) {
        held?.leave()
        held = place
      }
      user = owner
      reauthenticate = again
      forget = bus.subscribe(sessionStream(owner.userId), recheck)
    },
    get user() {
      return user
    },
    recheck,
    end() {
      isOver = true
      forget()
      held?.leave()
    },
  }
}
