/** Told how far a long piece of work is, in bytes; the total may be a guess. */
export interface Progress {
  begin(what: string, total: number): void
  advance(bytes: number): void
  end(): void
}
