import type { Answer } from './http-client.ts'

/** Lets all begin at once, each of them first equally often over the rounds. */
export function scramble(
  round: number,
  moves: readonly (() => Promise<Answer>)[],
): Promise<Answer[]> {
  const first = round % moves.length
  return Promise.all([...moves.slice(first), ...moves.slice(0, first)].map((move) => move()))
}

/** What a way in that has no answer over HTTP gives: it never refuses, so that only the outcome tells. */
export const TRIED: Answer = { status: 0, body: { message: 'tried' }, headers: new Headers() }
