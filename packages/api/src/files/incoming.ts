import type { Received } from './read-multipart.ts'
import { announced, readMultipart } from './read-multipart.ts'
import type { Spool } from './spool.ts'

/** A form with a file whose body nobody has read yet. */
export interface Incoming {
  /** At most so many bytes. @throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE by what its head says */
  announced(): number
  /** Reads it. @throws MALFORMED_REQUEST, PAYLOAD_TOO_LARGE, UNAVAILABLE, VALIDATION_FAILED */
  receive(field: string): Promise<Received>
}

export function incoming(request: Pick<Request, 'headers' | 'body'>, spool: Spool): Incoming {
  return {
    announced: () => announced(request),
    receive: (field) => readMultipart(request, field, spool),
  }
}
