import { type ApiContext, identify } from '@souk/api'
import type { SignedIn } from '@souk/core'

/**
 * Who a socket's credential belongs to at this moment; asked again whenever it may have died.
 * @throws SoukError when it is no longer good, or there is none
 */
export async function signedInAs(
  ctx: ApiContext,
  kind: 'mutation' | 'subscription',
): Promise<SignedIn> {
  return (await identify(ctx, 'user', kind)) as SignedIn
}
