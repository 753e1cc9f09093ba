/**
 * Who may see an offer, its chat and its dispute, as SQL over its two sides, given the `viewer`'s id
 * ($1) and whether they are staff ($2).
 */
export const visible = (seller: string, buyer: string) => `($1 in (${seller}, ${buyer}) or $2)`
