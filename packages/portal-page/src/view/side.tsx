import type { Side } from '../deal.ts'

/** Something one side can do now, and how a program would. */
export interface Step {
  readonly label: string
  readonly code: string
  readonly isNow: boolean
  readonly act: () => Promise<void>
}

interface SideProps {
  readonly side: Side
  readonly part: string
  readonly steps: readonly Step[]
  readonly isBusy: boolean
  readonly onStep: (step: Step) => void
}

/** What one of the two sees. A button that cannot be pressed now keeps the focus of who has pressed it. */
export function SidePanel({ side, part, steps, isBusy, onStep }: SideProps) {
  const { username, funds } = side.person
  const heading = `${part}-heading`
  return (
    <section aria-labelledby={heading} class="side">
      <h3 id={heading}>
        {username} <small>{part}</small>
      </h3>
      <p>
        <strong>{funds.value?.available ?? '…'} BTC</strong>, and {funds.value?.held ?? '…'} held
      </p>
      <ul class="steps">
        {steps.map((step) => (
          <li key={step.label}>
            <button
              type="button"
              aria-disabled={isBusy || !step.isNow}
              onClick={() => step.isNow && onStep(step)}
            >
              {step.label}
            </button>
            <code>{step.code}</code>
          </li>
        ))}
      </ul>
      <div role="log" aria-label={`What ${username} hears`}>
        <ol>
          {side.heard.value.map(({ key, text }) => (
            <li key={key}>{text}</li>
          ))}
        </ol>
      </div>
    </section>
  )
}
