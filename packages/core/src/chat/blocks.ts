import { type BlockedUser, type ChatUser, fieldRefused, type Page, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTime } from '../iso-time.ts'
import { type Paging, pagedList, readPage } from '../pages.ts'
import { shownTo, userNamed } from './find-thread.ts'

const blockFunction = dbFunction(
  'set_block',
  ['uid', 'blocks'],
  row<{ outcome: 'done' | 'unknown' | 'self' }>(),
)

async function setBlock(ctx: Ctx, uid: string, blocks: boolean): Promise<null> {
  const { outcome } = await call(ctx, blockFunction, { uid: userNamed(uid), blocks })
  if (outcome === 'unknown') throw new SoukError('NOT_FOUND', 'User not found')
  if (outcome === 'self') throw fieldRefused('uid', 'must be somebody else')
  return null
}

/** Has the caller hear nothing from a user any more. @throws NOT_FOUND */
export const addBlock = (ctx: Ctx, { uid }: { uid: string }) => setBlock(ctx, uid, true)

/** Has them hear from the user again. @throws NOT_FOUND */
export const removeBlock = (ctx: Ctx, { uid }: { uid: string }) => setBlock(ctx, uid, false)

interface BlockRow {
  readonly user: ChatUser
  readonly blockedAt: string
}

const blocked = pagedList<BlockRow, never>('user-blocks', {}, () => ({
  branches: ['select created_at, blocked_id from user_blocks where user_id = $me'],
  order: ['created_at desc', 'blocked_id desc'],
  show: `chat_user(u) || jsonb_build_object('email', u.email) as "user",
         page.created_at as "blockedAt"
    from page join users u on u.id = page.blocked_id`,
}))

/** Whom the caller has blocked, newest first. */
export function listBlocks(ctx: Ctx, paging: Paging): Promise<Page<BlockedUser>> {
  const me = signedIn(ctx).userId
  return readPage(ctx, blocked, { me }, paging, ({ user, blockedAt }) => ({
    user: shownTo(ctx, user),
    blockedAt: isoTime(blockedAt),
  }))
}
