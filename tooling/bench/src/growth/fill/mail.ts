import type { Fill } from './fill.ts'

export const fillMail: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into mails (recipient_id, template, data, status, attempts, created_at, sent_at)
     select 1 + n % ${users}, 'deposit.credited', '{"amount": "0.01", "coin": "btc"}',
            case n % 100 when 0 then 'unsent' else 'sent' end, 1, ${at('n')},
            case when n % 100 > 0 then ${at('n')} end
       from generate_series(1, ${rows}) n`,
  )
}
