import {
  type AccountType,
  contract,
  fieldsRefused,
  type SignedInUser,
  SoukError,
} from '@souk/contract'
import { User } from '../accounts/entities.ts'
import { type NewAccount, register } from '../accounts/register.ts'
import { startSession } from '../accounts/start-session.ts'
import type { Ctx } from '../context.ts'
import { type Finish, prepared } from '../prepared.ts'
import { createSeller } from '../shop/sellers/create-seller.ts'
import { ownUser } from './own-user.ts'

export interface NewUser extends Pick<NewAccount, 'email' | 'username' | 'password'> {
  readonly accountType?: AccountType | null | undefined
  readonly sellerData?: StoreData | null | undefined
}

interface StoreData {
  readonly storeName?: string | undefined
  readonly description: string
  readonly category: string
}

/**
 * Creates an account, as a seller with its store, and signs it in: all of it or nothing.
 * @throws ALREADY_REGISTERED; VALIDATION_FAILED when a name could be taken for somebody else's
 */
export const registerUser = prepared(
  async (
    ctx: Ctx,
    { accountType, sellerData, ...account }: NewUser,
  ): Promise<Finish<SignedInUser>> => {
    const create = await register.prepare(ctx, account)
    return (outer) =>
      outer.db.transaction(async (db) => {
        const tx = { ...outer, db }
        const { id, uuid } = await create(tx)
        const user = await db.em.findOneOrFail(User, id)
        if (accountType === 'seller') {
          const owner = {
            ...tx,
            actor: { kind: 'user', userId: id, uuid, sessionId: null },
          } as const
          await openStore(owner, user.username, sellerData)
        }
        const { session } = await startSession(tx, user)
        return { ...(await ownUser(tx, id, accountType)), session }
      })
  },
)

async function openStore(ctx: Ctx, username: string, given: StoreData | null | undefined) {
  const { storeName = username, ...rest } = given ?? {}
  const store = contract.shop.sellers.create.input.parse({ ...rest, storeName })
  await createSeller(ctx, store).catch((error) => Promise.reject(inSellerData(error)))
}

/** A refusal of a new store, where it was asked for. */
function inSellerData(error: unknown): unknown {
  if (!(error instanceof SoukError) || error.fields.length === 0) return error
  const fields = error.fields.map((field) => ({ ...field, path: ['sellerData', ...field.path] }))
  return fieldsRefused(fields, error)
}
