/**
 * Tells readers that a stream of the event log has grown. It carries a hint and no data: the log
 * is the truth, and a lost hint only delays.
 */
export interface Bus {
  wake(streams: readonly string[]): void
  /** Calls `listener` at each hint for `stream`; returns how to stop. */
  subscribe(stream: string, listener: () => void): () => void
}
