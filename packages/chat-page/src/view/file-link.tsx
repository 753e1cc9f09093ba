import { useSignal } from '@preact/signals'
import type { SoukClient } from '@souk/client'
import { wordsFor } from '../words.ts'

interface FileLinkProps {
  readonly file: { readonly id: string; readonly name: string }
  readonly size: string
  readonly client: SoukClient
}

/** A file that is no picture: to be saved, and never shown here. */
export function FileLink({ file: { id, name }, size, client }: FileLinkProps) {
  const trouble = useSignal('')
  const save = async () => {
    trouble.value = ''
    const url = URL.createObjectURL(await client.chat.download.query({ id }))
    Object.assign(document.createElement('a'), { href: url, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
  const fail = (error: unknown) => {
    trouble.value = wordsFor(error)
  }
  return (
    <p>
      <button type="button" class="quiet" onClick={() => void save().catch(fail)}>
        Save {name} ({size})
      </button>
      <span class="trouble" role="alert">
        {trouble}
      </span>
    </p>
  )
}
