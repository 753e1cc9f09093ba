/**
 * Tells readers that a stream of the event log has grown. It carries a hint and no data: the log
 * is the truth, and a lost hint only delays.
 */
export interface Bus {
  wake(streams: readonly string[]): void
  /** Calls `listener` at each hint for `stream`; returns how to stop. */
  subscribe(stream: string, listener: () => void): () => void
  /**
   * Says something to whoever listens to a topic at this moment, in any process that hints reach. Nobody
   * keeps it: for what is worth nothing a moment later, such as that somebody is typing.
   */
  tell(topic: string, what: string): void
  /** Calls `listener` with what is told on a topic from now on; returns how to stop. */
  hear(topic: string, listener: (what: string) => void): () => void
}
