import { signal } from '@preact/signals'
import { isSoukError } from '@souk/client'
import { type Deal, newDeal } from '../deal.ts'
import { signUp } from '../person.ts'
import { SidePanel, type Step } from './side.tsx'

const deal = signal<Deal | undefined>(undefined)
const isBusy = signal(false)
const trouble = signal('')

/** Does one thing at a time, and says what went wrong. */
async function run(act: () => Promise<void>): Promise<void> {
  if (isBusy.value) return
  isBusy.value = true
  trouble.value = ''
  try {
    await act()
  } catch (error) {
    trouble.value = isSoukError(error) ? error.message : 'Souk cannot be reached'
  } finally {
    isBusy.value = false
  }
}

async function begin(): Promise<void> {
  const before = deal.value
  const [seller, buyer] = await Promise.all([signUp('alice'), signUp('bob')])
  await Promise.all([seller.loadFunds(), buyer.loadFunds()])
  deal.value = newDeal(seller, buyer)
  await before?.close()
}

/** Two people who trade, on one page. */
export function Try() {
  const now = deal.value
  return (
    <>
      <p class="begin">
        <button type="button" aria-disabled={isBusy.value} onClick={() => run(begin)}>
          {now ? 'Begin again with two new people' : 'Sign two people up'}
        </button>
      </p>
      <p role="alert">{trouble.value}</p>
      {now && (
        <div class="sides">
          <SidePanel
            side={now.seller}
            part="seller"
            steps={sellersSteps(now)}
            isBusy={isBusy.value}
            onStep={({ act }) => run(act)}
          />
          <SidePanel
            side={now.buyer}
            part="buyer"
            steps={buyersSteps(now)}
            isBusy={isBusy.value}
            onStep={({ act }) => run(act)}
          />
        </div>
      )}
    </>
  )
}

function sellersSteps(deal: Deal): Step[] {
  const status = deal.seller.trade.value?.status
  return [
    {
      label: 'Offer 10 BTC',
      code: "trades.create({ asset: 'btc', amount: '10' })",
      isNow: status === undefined,
      act: deal.offer,
    },
    {
      label: 'Release them',
      code: 'trades.release({ id })',
      isNow: status === 'in_progress',
      act: deal.release,
    },
  ]
}

function buyersSteps(deal: Deal): Step[] {
  const status = deal.buyer.trade.value?.status
  return [
    {
      label: 'Take the trade',
      code: 'trades.buy({ id })',
      isNow: status === 'open',
      act: deal.take,
    },
    {
      label: 'Say that you have paid',
      code: "trades.chat.send({ tradeId, message: 'Paid' })",
      isNow: status === 'in_progress',
      act: () => deal.say(deal.buyer, 'Paid'),
    },
  ]
}
