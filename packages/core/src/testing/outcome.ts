import { SoukError } from '@souk/contract'

/** What somebody is told: that it is done, or the code of the refusal. Any other error is thrown. */
export const outcomeOf = (doing: Promise<unknown>) => said(doing, ({ code }) => code)

/** The same in words. */
export const told = (doing: Promise<unknown>) => said(doing, ({ message }) => message)

async function said(doing: Promise<unknown>, of: (error: SoukError) => string): Promise<string> {
  try {
    await doing
    return 'done'
  } catch (error) {
    if (error instanceof SoukError) return of(error)
    throw error
  }
}

/** How often each outcome came: `done`, or the words of a refusal. Any other error is thrown. */
export async function outcomes(
  doings: readonly Promise<unknown>[],
): Promise<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const result of await Promise.allSettled(doings)) {
    if (result.status === 'rejected' && !(result.reason instanceof SoukError)) throw result.reason
    const outcome = result.status === 'rejected' ? result.reason.message : 'done'
    counted[outcome] = (counted[outcome] ?? 0) + 1
  }
  return counted
}
