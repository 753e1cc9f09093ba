import { SoukError } from '@souk/contract'

/** What somebody is told: that it is done, or the code of the refusal. Any other error is thrown. */
export async function outcomeOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing
    return 'done'
  } catch (error) {
    if (error instanceof SoukError) return error.code
    throw error
  }
}
