import { describe, expect, test } from 'vitest'
import { mails } from '../domains.ts'
import { renderMail } from './render-mail.ts'

const DATA = {
  offerId: 7,
  adId: 3,
  name: 'Alice',
  username: 'alice',
  amount: '0.5',
  received: '0.49',
  coin: 'btc',
  fiatAmount: '30000.00',
  fiatCurrency: 'usd',
  status: 'released',
  address: 'bc1qexample',
  url: 'https://example.com/hook',
  reason: 'gone',
}

/** What is written of no amount. */
const OF_ACCOUNTS = [
  'two-factor.on',
  'two-factor.off',
  'backup-codes.renewed',
  'payout-address.set',
  'webhook.switched_off',
]

const names = Object.keys(mails).filter((name) => name !== 'email.verify')

describe.each(names)('%s', (template) => {
  test('says the same in text and in HTML, with the amount and to whom it speaks', () => {
    const { subject, text, html } = renderMail(mails, template, DATA, 'Bob')
    expect(subject).not.toBe('')
    expect(text).toContain('Hello Bob,')
    if (!OF_ACCOUNTS.includes(template)) expect(text).toContain('0.5 BTC')
    for (const paragraph of text.split('\n\n').slice(0, -1)) {
      expect(html).toContain(`<p>${paragraph}</p>`)
    }
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|\[object/)
  })

  test('shows what people call themselves as text, and never as a header or a tag', () => {
    const name = 'Eve\r\nBcc: all@example.com\u202e <script>alert(1)</script> "&\''
    const { subject, text, html } = renderMail(mails, template, { ...DATA, name }, name)
    expect(subject).not.toMatch(/[\r\n\u202e]/)
    expect(text).not.toMatch(/^Bcc/m)
    expect(html).not.toMatch(/<script|\u202e/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;')
  })
})

test('a buyer is told what really arrives', () => {
  const { subject, text } = renderMail(mails, 'offer.released', DATA, 'Bob')
  expect(subject).toBe('0.49 BTC have been released to you')
  expect(text).toContain('0.49 BTC are in your p2p wallet')
})

test('what nobody did has no name in it', () => {
  const { text } = renderMail(mails, 'offer.cancelled', { ...DATA, name: null }, 'Bob')
  expect(text).toContain('Souk has cancelled the offer: 0.5 BTC for 30000.00 USD.')
})

test.each([
  ['released', 'released to the buyer'],
  ['cancelled', 'goes back to the seller'],
])('a decision says where the crypto goes: %s', (status, words) => {
  expect(renderMail(mails, 'offer.resolved', { ...DATA, status }, 'Bob').text).toContain(words)
})

test('a rejection says why, if there is a reason', () => {
  const { text } = renderMail(
    mails,
    'withdrawal.rejected',
    { ...DATA, reason: 'unknown address' },
    'Bob',
  )
  expect(text).toContain('The reason: unknown address')
})

test.each(['offer.unknown', 'toString'])('there is no mail %s', (template) => {
  expect(() => renderMail(mails, template, DATA, 'Bob')).toThrow(`there is no mail ${template}`)
})
