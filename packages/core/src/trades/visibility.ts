/**
 * Who may see a trade, as SQL over `trade_view v`, given the `viewer`'s id ($1, null for a stranger)
 * and whether they are staff ($2): anyone while it is open, then its two sides and staff.
 */
export const VISIBLE = `(v.status = 'open' or v."sellerId" = $1 or v."buyerId" = $1 or $2)`
