import type { ErrorCode } from '@souk/contract'
import { startTestSouk } from '@souk/server/testing/test-souk'
import { ask } from './ask.ts'
import { isRefusal, type Recorder } from './recorder.ts'
import type { World } from './world.ts'

/** A call of each dialect that reads something. */
const READING = ['trades.list', 'auth.me', 'auth.me.data', 'users.profile']

/** What any call may meet. It is the end of the world: its database is not mended. */
export async function provokeTrouble({ souk, recorder }: World): Promise<void> {
  await outOfQuota(recorder)
  const token = 'cs_of_anybody'
  const sessions = (change: string) => souk.sql(`alter table sessions ${change}`)
  await sessions('rename column token_hash to lost')
  await refuse(recorder, souk.url, {
    code: 'INTERNAL_ERROR',
    summary: 'Something is broken',
    token,
  })
  await sessions('rename to lost')
  await refuse(recorder, souk.url, { code: 'UNAVAILABLE', summary: 'The database is away', token })
}

/** Asks where one call is all that anybody has. */
async function outOfQuota(recorder: Recorder): Promise<void> {
  const strict = await startTestSouk({ RATE_LIMIT_ANONYMOUS: '1' })
  try {
    await ask(strict.url, { method: 'GET', path: '/trades' })
    const summary = 'After too many calls'
    await refuse(recorder, strict.url, { code: 'RATE_LIMITED', summary })
  } finally {
    await strict.stop()
  }
}

interface Trouble {
  readonly code: ErrorCode
  readonly summary: string
  readonly token?: string
}

async function refuse(recorder: Recorder, url: string, { code, summary, token }: Trouble) {
  for (const operation of recorder.operations.filter(({ id }) => READING.includes(id))) {
    const { method, path } = operation.rest
    const answered = await ask(url, { method, path, token })
    if (!isRefusal(operation, code, answered))
      throw new Error(
        `${path}: no ${code}, but ${answered.status} ${JSON.stringify(answered.body)}`,
      )
    recorder.keepRefusal(operation, code, { summary, answer: answered.body })
  }
}
