import { ServerResponse } from 'node:http'

/** Emitted once an answer has been written as a whole, however much of it is still to be sent. */
export const WRITTEN = 'written'

/** An answer that says when it has been written: Node tells only when it has been sent. */
export class Answer extends ServerResponse {
  override end(...last: unknown[]): this {
    super.end(...(last as Parameters<ServerResponse['end']>))
    this.emit(WRITTEN)
    return this
  }
}
