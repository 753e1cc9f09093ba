import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { coinShown, line } from '../fields.ts'

export const CoinSwitch = z.object({
  coin: coinShown(),
  enabled: z.boolean().describe('Off, nothing new is made in it; what is under way goes on.'),
})
export type CoinSwitch = z.output<typeof CoinSwitch>

export const coins = {
  list: query({
    access: 'staff',
    summary: 'List which coins are switched on',
    description: 'All that Souk knows, whether anything new can be made in them or not.',
    input: z.object({}),
    output: z.array(CoinSwitch),
    rest: [{ method: 'GET', path: '/exec/coins/', dialect: 'entity' }],
  }),
  enable: switching('enable', 'Switch a coin on'),
  disable: switching('disable', 'Switch a coin off for anything new'),
}

/** The document reads with GET and a body; POST does the same. */
function switching(verb: 'enable' | 'disable', summary: string) {
  const route = (method: 'GET' | 'POST'): RestRoute => ({
    method,
    path: `/exec/coin/${verb}/`,
    dialect: 'entity',
    message: ({ coin }: CoinSwitch) => `${coin} ${verb}d successfully`,
    view: z.null(),
  })
  return mutation({
    access: 'staff',
    summary,
    description: 'What is under way goes on.',
    input: z.object({ coin: line(1, 20).describe('Accepted in either case.') }),
    output: CoinSwitch,
    errors: ['NOT_FOUND'],
    rest: [route('GET'), route('POST')],
  })
}
