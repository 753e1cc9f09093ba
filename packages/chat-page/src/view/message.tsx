import type { DirectMessage, SoukClient } from '@souk/client'
import { FileLink } from './file-link.tsx'
import { type Picture, Thumbnail } from './picture.tsx'

interface MessageProps {
  readonly message: DirectMessage
  readonly isMine: boolean
  readonly client: SoukClient
  readonly onShow: (picture: Picture) => void
  readonly onDelete: (message: DirectMessage) => void
}

/** One message. Its text is text, whatever stands in it. */
export function Message({ message, isMine, client, onShow, onDelete }: MessageProps) {
  const { sender, deleted, attachedFile: path, attachedFileName: name } = message
  return (
    <li class={isMine ? 'mine' : 'theirs'}>
      <span class="hidden">{isMine ? 'You' : sender.username}: </span>
      {deleted && <p class="faint">This message was deleted.</p>}
      {path && name && (
        <Attached
          file={{ id: idIn(path), name }}
          size={message.attachedFileSize}
          {...{ client, onShow }}
        />
      )}
      {message.message && <p class="text">{message.message}</p>}
      <p class="below">
        <time dateTime={message.createdAt}>{shownTime(message.createdAt)}</time>
        {isMine && !deleted && <Tick message={message} />}
        {isMine && !deleted && (
          <button
            type="button"
            class="quiet"
            aria-label={`Delete: ${message.message || name}`}
            onClick={() => onDelete(message)}
          >
            Delete
          </button>
        )}
      </p>
    </li>
  )
}

interface AttachedProps {
  readonly file: { readonly id: string; readonly name: string }
  readonly size: string
  readonly client: SoukClient
  readonly onShow: (picture: Picture) => void
}

function Attached({ file, size, client, onShow }: AttachedProps) {
  return /\.(jpe?g|png|webp)$/i.test(file.name) ? (
    <Thumbnail file={file} client={client} onShow={onShow} />
  ) : (
    <FileLink file={file} size={size} client={client} />
  )
}

/** `/chat/attachments/<id>/` */
function idIn(path: string): string {
  return path.split('/').at(-2) ?? ''
}

/** How far a message of one's own has come. */
function Tick({ message: { seen, delivered } }: { message: DirectMessage }) {
  const word = seen ? 'Seen' : delivered ? 'Delivered' : 'Sent'
  return (
    <span class={`tick ${word.toLowerCase()}`}>
      <span aria-hidden="true">{delivered ? '✓✓' : '✓'}</span> {word}
    </span>
  )
}

const ofToday = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const ofOtherDays = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function shownTime(iso: string): string {
  const time = new Date(iso)
  const isToday = time.toDateString() === new Date().toDateString()
  return (isToday ? ofToday : ofOtherDays).format(time)
}
