import { useSignal } from '@preact/signals'
import type { Other } from '../chat.ts'
import { newName } from '../names.ts'
import { type Session, signUp } from '../session.ts'
import { wordsFor } from '../words.ts'

interface SignUpProps {
  readonly invited: Other | undefined
  readonly onSignedUp: (session: Session) => void
}

/** Makes somebody to chat as: one click, for a name is there already. */
export function SignUp({ invited, onSignedUp }: SignUpProps) {
  const name = useSignal(newName())
  const trouble = useSignal('')
  const isBusy = useSignal(false)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isBusy.value) return
    isBusy.value = true
    trouble.value = ''
    try {
      onSignedUp(await signUp(name.value))
    } catch (error) {
      trouble.value = wordsFor(error)
    }
    isBusy.value = false
  }

  return (
    <main class="sign-up">
      <h1>Try direct chat</h1>
      <p>
        {invited
          ? `Sign up, and write with ${invited.username}.`
          : 'Sign up here, and once more in a second tab: two people, who can write to each other.'}
      </p>
      <form onSubmit={submit}>
        <label for="name">Your name</label>
        <input
          id="name"
          value={name}
          required
          autocomplete="off"
          aria-describedby="trouble"
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value
          }}
        />
        <button type="submit" class="main" aria-disabled={isBusy.value}>
          Sign up
        </button>
        <p id="trouble" class="trouble" role="alert">
          {trouble}
        </p>
      </form>
      <p class="faint">
        This is the sandbox: anybody can be anybody, and nothing is kept for long.
      </p>
    </main>
  )
}
