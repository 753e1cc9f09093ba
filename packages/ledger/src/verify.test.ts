import type { Db } from '@souk/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Claims, creditFromFaucet, verify } from './index.ts'
import { type Books, holding, moving, NOW, openBooks, p2p } from './testing/books.ts'
import { hold, postHold, voidHold } from './testing/hold.ts'
import { transfer } from './transfer.ts'

const claims: Claims = {
  domain: 'deals',
  referencePrefix: 'deal:',
  holds: `select 'deal:' || id as reference, hold_id, owner_id, asset, amount, status from deals`,
  transfers: `select 'deal:' || id as reference, hold_id, owner_id as payer_id, 'p2p' as payer_kind,
                     payee_id, 'p2p' as payee_kind, asset, paid as amount
                from deals, lateral (values (paid_to, amount), (null, 0)) part (payee_id, paid)
               where status = 'posted'`,
}

/** Deals that need no hold, and deals that nothing was ever paid for. */
const gifts: Claims = {
  domain: 'gifts',
  referencePrefix: 'gift:',
  transfers: `select 'gift:' || id as reference, null::bigint as hold_id, null::bigint as payer_id,
                     'faucet' as payer_kind, owner_id as payee_id, 'p2p' as payee_kind,
                     'btc' as asset, amount from gifts`,
}
const promises: Claims = {
  domain: 'promises',
  referencePrefix: 'promise:',
}

let books: Books
beforeAll(async () => {
  books = await openBooks()
  await books.sql(
    `create table deals (id bigint primary key, hold_id bigint, owner_id bigint, asset text,
                         amount numeric, status text, paid_to bigint);
     create table gifts (id bigint primary key, owner_id bigint, amount numeric)`,
  )
})
afterAll(() => books.close())

const findings = () => verify(books.db, [claims, gifts, promises])

let deals = 0

/** A hold that belongs to a deal, and the deal. */
async function newDeal(owner: number, amount: string): Promise<{ deal: number; id: number }> {
  deals += 1
  const reference = `deal:${deals}`
  const id = await hold(books.db, { ...holding(owner, amount), reference })
  await books.sql(`insert into deals values ($1, $2, $3, 'btc', $4, 'pending', null)`, [
    deals,
    id,
    owner,
    amount,
  ])
  return { deal: deals, id }
}

const settled = (deal: number, status: string, paidTo?: number) =>
  books.sql('update deals set status = $2, paid_to = $3 where id = $1', [deal, status, paidTo])

test('a busy ledger is found in order, also while it is busy', async () => {
  const owners = await Promise.all(Array.from({ length: 8 }, () => books.newOwner()))
  await Promise.all(owners.map((owner) => creditFromFaucet(books.db, owner, NOW)))
  const at = (i: number) => owners[i % owners.length] ?? 0
  const work = Array.from({ length: 120 }, async (_, i) => {
    await transfer(books.db, moving(p2p(at(i)), p2p(at(i + 1)), '0.5'))
    const id = await hold(books.db, holding(at(i), '0.25'))
    if (i % 3 === 0) await voidHold(books.db, id, NOW)
    if (i % 3 === 1) {
      const credits = [
        { owner: at(i + 3), wallet: 'p2p', amount: '0.2' } as const,
        { house: 'fees', amount: '0.05' } as const,
      ]
      await postHold(books.db, id, credits, 'test', NOW)
    }
  })
  let busy = true
  const done = Promise.all(work).finally(() => {
    busy = false
  })
  while (busy) expect(await findings()).toEqual([])
  await done
  expect(await findings()).toEqual([])
})

const SUM = 'balances of each asset sum to zero, house included'
const BALANCE = 'every wallet’s balance is the sum of its transfers'
const HELD = 'every wallet’s held amount is the sum of its pending holds'
const PAID = 'a posted hold was paid out in full, any other not at all'
const SOURCE = 'a hold is paid from the account it was taken from'
const NEGATIVE = 'nothing is negative'
const FINE = 'no amount is finer than its coin'
const DEALS = 'holds equal the escrows of deals'
const PAYMENTS = 'transfers equal the payments of deals'
const GIFTS = 'transfers equal the payments of gifts'
const PROMISES = 'transfers equal the payments of promises'

/** A scene to tamper with: two users, a transfer between them, and a deal in each state. */
interface Scene {
  /** Account numbers of their p2p bitcoin wallets. */
  readonly alice: number
  readonly bob: number
  readonly bobsUserId: number
  readonly pending: { deal: number; id: number }
  readonly posted: { deal: number; id: number }
  readonly voided: { deal: number; id: number }
  /** A gift of one bitcoin to bob. */
  readonly gift: number
}

async function newScene(): Promise<Scene> {
  const [alice, bob] = [await books.newOwner(), await books.newOwner()]
  await Promise.all([books.give(alice, '10'), books.give(bob, '10')])
  await transfer(books.db, moving(p2p(alice), p2p(bob), '1'))
  const pending = await newDeal(alice, '2')
  const posted = await newDeal(alice, '3')
  await postHold(books.db, posted.id, [{ owner: bob, wallet: 'p2p', amount: '3' }], 'test', NOW)
  await settled(posted.deal, 'posted', bob)
  const voided = await newDeal(alice, '1')
  await voidHold(books.db, voided.id, NOW)
  await settled(voided.deal, 'voided')
  const account = async (owner: number) => {
    const [row] = await books.sql(
      `select id from ledger.accounts where owner_id = $1 and kind = 'p2p' and asset = 'btc'`,
      [owner],
    )
    return Number(row?.id)
  }
  return {
    alice: await account(alice),
    bob: await account(bob),
    bobsUserId: bob,
    pending,
    posted,
    voided,
    gift: await newGift(bob),
  }
}

async function newGift(owner: number): Promise<number> {
  const from = { house: 'faucet' } as const
  await transfer(books.db, { ...moving(from, p2p(owner), '1'), reference: `gift:${owner}` })
  await books.sql('insert into gifts values ($1, $1, 1)', [owner])
  return owner
}

/** Changes what the triggers protect, as only the owner of the database can. */
const unprotected = (sql: string) => `
  alter table ledger.transfers disable trigger all; alter table ledger.holds disable trigger all;
  ${sql};
  alter table ledger.transfers enable trigger all; alter table ledger.holds enable trigger all`

const newTransfer = (
  from: number,
  to: number,
  amount: string,
  holdId?: number,
  reference = 'test:1',
) =>
  `insert into ledger.transfers
     (debit_account_id, credit_account_id, asset, amount, hold_id, reason, reference, created_at)
   values (${from}, ${to}, 'btc', ${amount}, ${holdId ?? 'null'}, 'test', '${reference}', now())`

const move = (from: number, to: number, amount: string) =>
  `update ledger.accounts set balance = balance - ${amount} where id = ${from};
   update ledger.accounts set balance = balance + ${amount} where id = ${to}`

const tamperings: [string, (scene: Scene) => string, string[]][] = [
  [
    'money made out of nothing',
    ({ bob }) => `update ledger.accounts set balance = balance + 1 where id = ${bob}`,
    [SUM, BALANCE],
  ],
  ['money moved without a transfer', ({ alice, bob }) => move(alice, bob, '1'), [BALANCE, BALANCE]],
  [
    'a transfer that moved no money',
    ({ alice, bob }) => newTransfer(alice, bob, '1'),
    [BALANCE, BALANCE],
  ],
  [
    'a transfer removed',
    ({ alice, bob }) =>
      unprotected(`delete from ledger.transfers where hold_id is null
                    and debit_account_id = ${alice} and credit_account_id = ${bob}`),
    [BALANCE, BALANCE],
  ],
  [
    'a transfer changed',
    ({ alice, bob }) =>
      unprotected(`update ledger.transfers set amount = 1.5 where hold_id is null
                    and debit_account_id = ${alice} and credit_account_id = ${bob}`),
    [BALANCE, BALANCE],
  ],
  [
    'a credit from the house removed',
    ({ bob }) =>
      unprotected(`delete from ledger.transfers t using ledger.accounts a
                    where a.id = t.debit_account_id and a.owner_id is null
                      and t.credit_account_id = ${bob}`),
    [SUM, BALANCE, GIFTS],
  ],
  [
    'money set aside for nothing',
    ({ bob }) => `update ledger.accounts set held = 1 where id = ${bob}`,
    [HELD],
  ],
  [
    'held money freed without settling the hold',
    ({ alice }) => `update ledger.accounts set held = 0 where id = ${alice}`,
    [HELD],
  ],
  [
    'a hold removed',
    ({ pending }) => unprotected(`delete from ledger.holds where id = ${pending.id}`),
    [HELD, DEALS],
  ],
  [
    'a hold made larger',
    ({ pending }) => unprotected(`update ledger.holds set amount = 5 where id = ${pending.id}`),
    [HELD, DEALS],
  ],
  [
    'a hold called posted that paid nobody',
    ({ voided }) =>
      unprotected(`update ledger.holds set status = 'posted' where id = ${voided.id}`),
    [PAID, DEALS],
  ],
  [
    'a posted hold called voided',
    ({ posted }) =>
      unprotected(`update ledger.holds set status = 'voided' where id = ${posted.id}`),
    [PAID, DEALS],
  ],
  [
    'a hold paid twice',
    ({ alice, bob, posted }) =>
      `${newTransfer(alice, bob, '3', posted.id)}; ${move(alice, bob, '3')}`,
    [PAID],
  ],
  [
    'a hold paid while it is pending',
    ({ alice, bob, pending }) =>
      `${newTransfer(alice, bob, '2', pending.id)}; ${move(alice, bob, '2')}`,
    [PAID],
  ],
  [
    'a hold paid out of somebody else’s wallet',
    ({ alice, bob, posted }) =>
      unprotected(`update ledger.transfers set debit_account_id = ${bob}, credit_account_id = ${alice}
                    where hold_id = ${posted.id};
                   ${move(bob, alice, '6')}`),
    [SOURCE, PAYMENTS, PAYMENTS],
  ],
  [
    'a balance below zero',
    ({ alice, bob }) =>
      `alter table ledger.accounts drop constraint nothing_negative;
       ${newTransfer(bob, alice, '20')}; ${move(bob, alice, '20')};
       alter table ledger.accounts add constraint nothing_negative
         check (held >= 0 and balance >= held and balance < 'Infinity') not valid`,
    [NEGATIVE],
  ],
  [
    'a transfer of a part of a satoshi',
    ({ alice, bob }) =>
      unprotected(`${newTransfer(alice, bob, '0.000000001')}; ${move(alice, bob, '0.000000001')}`),
    [FINE],
  ],
  [
    'a hold of a part of a satoshi',
    ({ alice }) =>
      unprotected(`insert into ledger.holds (account_id, asset, amount, reference, created_at)
       values (${alice}, 'btc', 0.000000001, 'test:1', now());
       update ledger.accounts set held = held + 0.000000001 where id = ${alice}`),
    [FINE],
  ],
  [
    'a deal that nothing is held for',
    ({
      pending,
    }) => `insert into deals select id + 1000, hold_id, owner_id, asset, amount, status, paid_to
                        from deals where id = ${pending.deal}`,
    [DEALS],
  ],
  [
    'a hold that no deal knows of',
    ({ pending }) => `delete from deals where id = ${pending.deal}`,
    [DEALS],
  ],
  [
    'a deal over more than is held',
    ({ pending }) => `update deals set amount = amount + 1 where id = ${pending.deal}`,
    [DEALS],
  ],
  [
    'a deal in another coin than what is held',
    ({ pending }) => `update deals set asset = 'ltc' where id = ${pending.deal}`,
    [DEALS],
  ],
  [
    'a deal whose money was taken from somebody else',
    ({ pending, bobsUserId }) =>
      `update deals set owner_id = ${bobsUserId} where id = ${pending.deal}`,
    [DEALS],
  ],
  [
    'a deal that calls itself paid although the money went back',
    ({ voided }) => `update deals set status = 'posted' where id = ${voided.deal}`,
    [DEALS, PAYMENTS],
  ],
  [
    'a deal paid to somebody else',
    ({ alice, bob, posted }) =>
      unprotected(`update ledger.transfers set credit_account_id = ${alice}
                    where hold_id = ${posted.id};
                   ${move(bob, alice, '3')}`),
    [PAYMENTS, PAYMENTS],
  ],
  [
    'a deal paid in part to somebody else',
    ({ alice, bob, posted }) =>
      unprotected(`update ledger.transfers set amount = 2 where hold_id = ${posted.id};
                   ${newTransfer(alice, alice, '1', posted.id, `deal:${posted.deal}`)};
                   ${move(bob, alice, '1')}`),
    [PAYMENTS, PAYMENTS, PAYMENTS],
  ],
  [
    'a payment that names a deal of which nobody knows',
    ({ alice, bob }) =>
      `${newTransfer(alice, bob, '1', undefined, 'deal:0')}; ${move(alice, bob, '1')}`,
    [PAYMENTS],
  ],
  ['a gift never given', () => 'insert into gifts values (0, 1, 1)', [GIFTS]],
  ['a gift nobody knows of', ({ gift }) => `delete from gifts where id = ${gift}`, [GIFTS]],
  [
    'a gift given twice',
    ({ bob, gift }) => `
      insert into ledger.transfers
        (debit_account_id, credit_account_id, asset, amount, reason, reference, created_at)
      select debit_account_id, credit_account_id, asset, amount, reason, reference, created_at
        from ledger.transfers where reference = 'gift:${gift}';
      update ledger.accounts set balance = balance + 1 where id = ${bob}`,
    [GIFTS],
  ],
  [
    'a payment for what nobody is ever paid for',
    ({ alice, bob }) =>
      `${newTransfer(alice, bob, '1', undefined, 'promise:1')}; ${move(alice, bob, '1')}`,
    [PROMISES],
  ],
]

test.each(tamperings)('%s is found and named', async (_, sqlFor, invariants) => {
  const scene = await newScene()
  const before = await findings()
  await books.sql(sqlFor(scene))
  const known = new Set(before.map(({ detail }) => detail))
  const found = (await findings()).filter(({ detail }) => !known.has(detail))
  expect(found.map(({ invariant }) => invariant)).toEqual(invariants)
})

test('however much is off, all of it is found', async () => {
  const many = Array.from({ length: 200_000 }, (_, n) => ({ detail: `account ${n}` }))
  const query = async ({ name }: { name: string }) => (name === 'nothing is negative' ? many : [])
  const db = { transaction: (work: (tx: unknown) => unknown) => work({ query }) }
  expect(await verify(db as unknown as Db, [])).toHaveLength(many.length)
})
