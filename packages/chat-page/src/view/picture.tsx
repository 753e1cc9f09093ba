import { type Signal, useSignal } from '@preact/signals'
import type { SoukClient } from '@souk/client'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

export interface Picture {
  readonly name: string
  /** An address that is good on this page alone. */
  readonly url: string
}

interface ThumbnailProps {
  readonly file: { readonly id: string; readonly name: string }
  readonly client: SoukClient
  readonly onShow: (picture: Picture) => void
}

/** A picture, small, fetched when it comes into sight: Souk gives it to who is signed in alone. */
export function Thumbnail({ file: { id, name }, client, onShow }: ThumbnailProps) {
  const place = useRef<HTMLButtonElement>(null)
  const url = useSignal('')
  const isLost = useSignal(false)

  useEffect(() => {
    const gone = new AbortController()
    const load = async () => {
      const content = await client.chat.download.query({ id }, { signal: gone.signal })
      if (!gone.signal.aborted) url.value = URL.createObjectURL(content)
    }
    const sight = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return
      sight.disconnect()
      load().catch(() => {
        isLost.value = true
      })
    })
    if (place.current) sight.observe(place.current)
    return () => {
      sight.disconnect()
      gone.abort()
      URL.revokeObjectURL(url.value)
    }
  }, [id, client])

  return (
    <button
      type="button"
      class="thumbnail"
      ref={place}
      aria-label={`Show ${name}`}
      onClick={() => url.value && onShow({ name, url: url.value })}
    >
      {url.value ? <img src={url} alt={name} /> : isLost.value ? `${name} cannot be shown` : name}
    </button>
  )
}

/** A picture as large as there is room; Escape closes it. */
export function PictureDialog({ picture }: { picture: Signal<Picture | undefined> }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const now = picture.value
  useLayoutEffect(() => {
    if (now) dialog.current?.showModal()
  }, [now])
  if (!now) return null
  return (
    <dialog
      ref={dialog}
      aria-label={now.name}
      onClose={() => {
        picture.value = undefined
      }}
    >
      <img src={now.url} alt={now.name} />
      <p>
        <a href={now.url} download={now.name}>
          Save
        </a>
        <button type="button" class="main" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  )
}
