import type { Ctx } from './context.ts'

/**
 * Where a client of the caller's finds something of Souk's: an absolute URL, as far as it is known how Souk is
 * reached; else the path.
 */
export function publicUrl({ origin = '' }: Pick<Ctx, 'origin'>, path: string): string {
  return origin + path
}
