import { SoukError } from '@souk/contract'

/** What somebody is told: that it is done, or why not. */
export async function told(doing: Promise<unknown>): Promise<string> {
  try {
    await doing
    return 'done'
  } catch (error) {
    if (error instanceof SoukError) return error.message
    throw error
  }
}
