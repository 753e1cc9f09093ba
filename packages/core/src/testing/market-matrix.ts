/**
 * Everything anybody may try with an offer, cell by cell: → the next state and what becomes of the
 * money, or the refusal. Written down by hand, so that a slip in the rules does not excuse itself.
 */
export const OFFER_MATRIX = `
action          role         | pending           | paid              | released    | cancelled   | expired     | disputed
pay             seller_owner | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
pay             seller_maker | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
pay             buyer_owner  | →paid:keep        | wrong_state       | wrong_state | wrong_state | wrong_state | wrong_state
pay             buyer_maker  | →paid:keep        | wrong_state       | wrong_state | wrong_state | wrong_state | wrong_state
pay             staff        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
pay             other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
pay             system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
cancel          seller_owner | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
cancel          seller_maker | →cancelled:return | wrong_state       | wrong_state | wrong_state | wrong_state | wrong_state
cancel          buyer_owner  | →cancelled:return | →cancelled:return | wrong_state | wrong_state | wrong_state | wrong_state
cancel          buyer_maker  | →cancelled:return | →cancelled:return | wrong_state | wrong_state | wrong_state | wrong_state
cancel          staff        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
cancel          other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
cancel          system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
release         seller_owner | →released:post    | →released:post    | wrong_state | wrong_state | wrong_state | →released:post
release         seller_maker | →released:post    | →released:post    | wrong_state | wrong_state | wrong_state | →released:post
release         buyer_owner  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
release         buyer_maker  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
release         staff        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
release         other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
release         system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          seller_owner | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          seller_maker | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          buyer_owner  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          buyer_maker  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          staff        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
expire          system       | →expired:return   | wrong_state       | wrong_state | wrong_state | wrong_state | wrong_state
dispute         seller_owner | wrong_state       | →disputed:keep    | wrong_state | wrong_state | wrong_state | wrong_state
dispute         seller_maker | wrong_state       | →disputed:keep    | wrong_state | wrong_state | wrong_state | wrong_state
dispute         buyer_owner  | wrong_state       | →disputed:keep    | wrong_state | wrong_state | wrong_state | wrong_state
dispute         buyer_maker  | wrong_state       | →disputed:keep    | wrong_state | wrong_state | wrong_state | wrong_state
dispute         staff        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
dispute         other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
dispute         system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release seller_owner | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release seller_maker | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release buyer_owner  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release buyer_maker  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release staff        | wrong_state       | wrong_state       | wrong_state | wrong_state | wrong_state | →released:post
resolve_release other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_release system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  seller_owner | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  seller_maker | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  buyer_owner  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  buyer_maker  | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  staff        | wrong_state       | wrong_state       | wrong_state | wrong_state | wrong_state | →cancelled:return
resolve_refund  other        | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
resolve_refund  system       | not_yours         | not_yours         | not_yours   | not_yours   | not_yours   | not_yours
`

/** The same for ads; `offers` are the effects of what happens to an ad's offers. */
export const AD_MATRIX = `
action    role   | active       | in_progress | completed | closed | expired
close     owner  | →closed      | →closed     | -         | -      | -
close     staff  | →closed      | →closed     | -         | -      | -
close     other  | -            | -           | -         | -      | -
close     system | -            | -           | -         | -      | -
close     offers | -            | -           | -         | -      | -
expire    owner  | -            | -           | -         | -      | -
expire    staff  | -            | -           | -         | -      | -
expire    other  | -            | -           | -         | -      | -
expire    system | →expired     | →expired    | -         | -      | -
expire    offers | -            | -           | -         | -      | -
use_up    owner  | -            | -           | -         | -      | -
use_up    staff  | -            | -           | -         | -      | -
use_up    other  | -            | -           | -         | -      | -
use_up    system | -            | -           | -         | -      | -
use_up    offers | →in_progress | -           | -         | -      | -
give_back owner  | -            | -           | -         | -      | -
give_back staff  | -            | -           | -         | -      | -
give_back other  | -            | -           | -         | -      | -
give_back system | -            | -           | -         | -      | -
give_back offers | →active      | →active     | -         | -      | -
complete  owner  | -            | -           | -         | -      | -
complete  staff  | -            | -           | -         | -      | -
complete  other  | -            | -           | -         | -      | -
complete  system | -            | -           | -         | -      | -
complete  offers | -            | →completed  | -         | -      | -
`

export interface Cell {
  readonly action: string
  readonly role: string
  readonly from: string
  readonly expected: string
}

/** The cells of a matrix written down as text. */
export function cellsOf(matrix: string): Cell[] {
  const [head = '', ...lines] = matrix.trim().split('\n')
  const columns = (line: string) => line.split('|').map((part) => part.trim())
  const [, ...statuses] = columns(head)
  return lines.flatMap((line) => {
    const [who = '', ...outcomes] = columns(line)
    const [action = '', role = ''] = who.split(/ +/)
    return outcomes.map((expected, i) => ({ action, role, from: statuses[i] ?? '', expected }))
  })
}
