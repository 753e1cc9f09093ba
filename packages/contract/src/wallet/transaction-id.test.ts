import { expect, test } from 'vitest'
import { transactionId } from './wallet.ts'

const TX = 'ab12'.repeat(16)

test.each([
  [TX, TX],
  [TX.toUpperCase(), TX],
  [`  0X${TX.toUpperCase()}  `, `0x${TX}`],
  [`${TX}:0`, TX],
  [`${TX}:1`, `${TX}:1`],
  [`0x${TX}:127`, `0x${TX}:127`],
])('%s is %s', (written, id) => {
  expect(transactionId().parse(written)).toBe(id)
})

test.each([
  `0x0x${TX}`,
  `${TX}/`,
  `0${TX}`,
  TX.slice(1),
  `${TX}:01`,
  `${TX}:+1`,
  `${TX}:-1`,
  `${TX}:1:1`,
  `${TX}: 1`,
  `${TX}:`,
  `${TX}#1`,
  `${TX}-1`,
  `0${'x'.repeat(64)}`,
  `${TX}\u200b`,
  `${TX.slice(1)}а`,
  '',
])('%s is no transaction', (written) => {
  expect(transactionId().safeParse(written).success).toBe(false)
})
