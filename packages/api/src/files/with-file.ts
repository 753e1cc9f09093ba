import { type ReceivedFile, SoukError } from '@souk/contract'
import { type Ctx, isKeyUsed, type MakeRoom } from '@souk/core'
import type { ApiContext } from '../context.ts'
import { checkedKey } from '../idempotency-key.ts'
import type { Incoming } from './incoming.ts'
import type { Received } from './read-multipart.ts'

/** What takes a file: under which name, and how room is made for it. */
export interface Taking {
  readonly field: string
  readonly makeRoom: MakeRoom
}

/**
 * Does something with the file of a call. Room for it is made before its body is read, and while that comes
 * nothing is held; whatever does not come to an end gives its room back.
 * @throws what `makeRoom` and `work` throw, and what is wrong with the form
 */
export async function withFile<T>(
  ctx: ApiContext,
  caller: Ctx,
  { field, makeRoom }: Taking,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const { incoming } = ctx
  if (!incoming) {
    throw new SoukError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data')
  }
  const bytes = incoming.announced()
  // What is asked once more has its room already.
  const key = checkedKey(ctx.idempotencyKey)
  const isAskedAgain = key !== undefined && (await isKeyUsed(caller, key))
  const room = isAskedAgain ? undefined : await makeRoom(caller, bytes)
  let isFilled = false
  try {
    const answer = await received(incoming, field, (file) => work(inRoom(file, room?.id ?? '')))
    isFilled = !ctx.outcome.replayed
    return answer
  } finally {
    if (!isFilled) await room?.giveBack()
  }
}

async function received<T>(
  incoming: Incoming,
  field: string,
  work: (file: Received) => Promise<T>,
): Promise<T> {
  const file = await incoming.receive(field)
  try {
    return await work(file)
  } finally {
    await file.remove()
  }
}

/** As the verb is given it; told as text, as under an Idempotency-Key, it is what it holds. */
function inRoom({ name, size, sha256, path }: Received, room: string): ReceivedFile {
  const toJSON = () => ({ name, size, sha256 })
  return Object.assign(Object.create({ toJSON }), { name, size, sha256, path, room })
}
