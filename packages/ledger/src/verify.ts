import { type Db, type Statement, statement } from '@souk/database'

/** One thing that is off in the books. */
export interface Finding {
  /** The rule that is broken. */
  readonly invariant: string
  /** Where, with the figures. */
  readonly detail: string
}

/** What a domain knows of the money that is set aside or moved in its name. */
export interface Claims {
  readonly domain: string
  /** Holds and transfers whose reference starts with this belong to the domain. */
  readonly referencePrefix: string
  /**
   * The holds the domain relies on, as SQL returning (reference text, hold_id bigint,
   * owner_id bigint, asset text, amount numeric, status text). It may leave out settled ones, but
   * no pending one.
   */
  readonly holds?: string
  /**
   * Every transfer there must have been, as SQL returning (reference text, hold_id bigint,
   * payer_id bigint, payer_kind text, payee_id bigint, payee_kind text, asset text,
   * amount numeric): `hold_id` is null for a plain one, an id is null for the house. Rows of zero do
   * not count. Without it there must have been none.
   */
  readonly transfers?: string
}

type Check = { readonly invariant: string; readonly sql: string }

const checks: readonly Check[] = [
  {
    invariant: 'balances of each asset sum to zero, house included',
    sql: `select format('%s: off by %s', asset, sum(total)) as detail from (
            select asset, balance as total from ledger.accounts where owner_id is not null
            union all
            select a.asset, coalesce((select sum(amount) from ledger.transfers where credit_account_id = a.id), 0)
                          - coalesce((select sum(amount) from ledger.transfers where debit_account_id = a.id), 0)
              from ledger.accounts a where a.owner_id is null
          ) t group by asset having sum(total) <> 0`,
  },
  {
    invariant: 'every wallet’s balance is the sum of its transfers',
    sql: `with moved as (
            select account, sum(amount) as amount from (
              select credit_account_id as account, amount from ledger.transfers
              union all select debit_account_id, -amount from ledger.transfers) t
             group by account)
          select format('account %s (user %s, %s %s): stored %s, transfers say %s',
                        a.id, a.owner_id, a.kind, a.asset, a.balance, coalesce(m.amount, 0)) as detail
            from ledger.accounts a left join moved m on m.account = a.id
           where a.owner_id is not null and a.balance <> coalesce(m.amount, 0)`,
  },
  {
    invariant: 'every wallet’s held amount is the sum of its pending holds',
    sql: `select format('account %s (user %s, %s %s): stored %s, holds say %s',
                        a.id, a.owner_id, a.kind, a.asset, a.held, coalesce(h.amount, 0)) as detail
            from ledger.accounts a
            left join (select account_id, sum(amount) as amount from ledger.holds
                        where status = 'pending' group by account_id) h on h.account_id = a.id
           where a.held <> coalesce(h.amount, 0)`,
  },
  {
    invariant: 'a posted hold was paid out in full, any other not at all',
    sql: `select format('hold %s (%s, %s): amount %s, paid %s',
                        h.id, h.reference, h.status, h.amount, coalesce(t.amount, 0)) as detail
            from ledger.holds h
            left join (select hold_id, sum(amount) as amount from ledger.transfers
                        where hold_id is not null group by hold_id) t on t.hold_id = h.id
           where coalesce(t.amount, 0) <> case h.status when 'posted' then h.amount else 0 end`,
  },
  {
    invariant: 'a hold is paid from the account it was taken from',
    sql: `select format('transfer %s of hold %s', t.id, h.id) as detail
            from ledger.transfers t join ledger.holds h on h.id = t.hold_id
           where t.debit_account_id <> h.account_id`,
  },
  {
    invariant: 'what holds and transfers name is there, and of their coin',
    sql: `select format('%s %s', what, t.id) as detail
            from (select 'transfer' as what, id, debit_account_id as account, asset, hold_id from ledger.transfers
                  union all select 'transfer', id, credit_account_id, asset, hold_id from ledger.transfers
                  union all select 'hold', id, account_id, asset, null from ledger.holds) t
            left join ledger.accounts a on a.id = t.account and a.asset = t.asset
            left join ledger.holds h on h.id = t.hold_id
           where a.id is null or (t.hold_id is not null and h.id is null)`,
  },
  {
    invariant: 'nothing is negative',
    sql: `select format('account %s (user %s, %s %s): balance %s, held %s',
                        id, owner_id, kind, asset, balance, held) as detail
            from ledger.accounts
           where owner_id is not null and (balance < 0 or held < 0 or balance < held)`,
  },
  {
    invariant: 'no amount is finer than its coin',
    sql: `select format('%s %s: %s %s', kind, t.id, t.amount, t.asset) as detail
            from (select 'transfer' as kind, id, asset, amount from ledger.transfers
                  union all select 'hold', id, asset, amount from ledger.holds) t
            join ledger.assets a on a.code = t.asset
           where scale(trim_scale(t.amount)) > a.decimals`,
  },
]

const holdsCheck = ({ domain, referencePrefix, holds }: Claims): Check => ({
  invariant: `holds equal the escrows of ${domain}`,
  sql: `select format('%s: escrow %s %s of user %s, %s (hold %s); ledger %s %s of user %s, %s (hold %s)',
                      coalesce(c.reference, h.reference),
                      c.amount, c.asset, c.owner_id, c.status, c.hold_id,
                      h.amount, h.asset, h.owner_id, h.status, h.id) as detail
          from (${holds}) c
          full join (select h.*, a.owner_id from ledger.holds h
                       join ledger.accounts a on a.id = h.account_id
                      where starts_with(h.reference, '${referencePrefix}')) h
            on h.id = c.hold_id and h.reference = c.reference
         where case when c.reference is null then h.status = 'pending'
                    else (h.owner_id, h.asset, h.amount, h.status)
                         is distinct from (c.owner_id, c.asset, c.amount, c.status) end`,
})

const TRANSFER = 'reference, hold_id, payer_id, payer_kind, payee_id, payee_kind, asset, amount'

/** The transfers of a domain, made and due; each is to be both equally often. */
const madeAndDue = ({ referencePrefix, transfers }: Claims) => `
  select t.reference, t.hold_id, d.owner_id as payer_id, d.kind as payer_kind,
         c.owner_id as payee_id, c.kind as payee_kind, t.asset, t.amount, 1 as made, 0 as due
    from ledger.transfers t
    join ledger.accounts d on d.id = t.debit_account_id
    join ledger.accounts c on c.id = t.credit_account_id
   where starts_with(t.reference, '${referencePrefix}')
  ${transfers ? `union all select ${TRANSFER}, 0, 1 from (${transfers}) c where amount > 0` : ''}`

const transfersCheck = (claims: Claims): Check => ({
  invariant: `transfers equal the payments of ${claims.domain}`,
  sql: `select format('%s (hold %s): %s %s from %s %s to %s %s: due %s times, made %s times',
                      reference, hold_id, amount, asset,
                      coalesce('user ' || payer_id, 'house'), payer_kind,
                      coalesce('user ' || payee_id, 'house'), payee_kind,
                      sum(due), sum(made)) as detail
          from (${madeAndDue(claims)}) t group by ${TRANSFER} having sum(due) <> sum(made)`,
})

/** The checks of what one domain claims. */
const checksOf = (claims: Claims): Check[] => [
  ...(claims.holds ? [holdsCheck(claims)] : []),
  transfersCheck(claims),
]

/**
 * Recomputes every invariant of the books from the transfers, in one consistent snapshot.
 * @returns what is off; empty when all is well.
 */
export function verify(db: Db, claims: readonly Claims[]): Promise<Finding[]> {
  return db.transaction(async (tx) => {
    await tx.query(snapshot, [])
    await tx.query(patience, [])
    const findings: Finding[] = []
    for (const check of checkStatements(claims)) {
      const rows = await tx.query(check, [])
      // One by one: as arguments of one call, very many would not fit on the stack.
      for (const { detail } of rows) findings.push({ invariant: check.name, detail })
    }
    return findings
  })
}

const snapshot = statement<object>(
  'ledger-snapshot',
  'set transaction isolation level repeatable read',
)
const patience = statement<object>('ledger-patience', 'set local statement_timeout = 0')

/** The statement of each invariant, named by it; it finds what is off. */
export function checkStatements(claims: readonly Claims[]): Statement<{ detail: string }>[] {
  const all = [...checks, ...claims.flatMap(checksOf)]
  return all.map(({ invariant, sql }) => statement(invariant, sql))
}
