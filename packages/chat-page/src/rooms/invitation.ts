/** What a buyer is led to: somebody's product. */
export interface Invitation {
  readonly seller: number
  readonly product: number
}

/** The address of this page for a buyer of a product. */
export const invitationTo = ({ seller, product }: Invitation): string =>
  `/test/chat#${new URLSearchParams({ seller: `${seller}`, product: `${product}` })}`

/** Whose product the page's address names. */
export function invitation(): Invitation | undefined {
  const named = new URLSearchParams(location.hash.slice(1))
  const [seller, product] = [Number(named.get('seller')), Number(named.get('product'))]
  return seller && product ? { seller, product } : undefined
}
