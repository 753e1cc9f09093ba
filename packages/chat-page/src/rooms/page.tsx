import { signal, useSignal } from '@preact/signals'
import type { SoukClient } from '@souk/client'
import { newName } from '../names.ts'
import { clientOf, type Session, signUp } from '../session.ts'
import { wordsFor } from '../words.ts'
import type { Message } from './frames.ts'
import { type Invitation, invitation, invitationTo } from './invitation.ts'
import { openRooms, type Rooms } from './room.ts'

const rooms = signal<Rooms | undefined>(undefined)
const offered = signal<Invitation | undefined>(undefined)

/** Opens a store with one product in it. */
async function openStore({ id }: Session, client: SoukClient): Promise<void> {
  await client.shop.sellers.create.mutate({
    storeName: `Sandbox store ${id}`,
    description: 'Opened to try negotiation rooms',
    category: 'Other',
  })
  const product = await client.shop.products.create.mutate({
    name: 'Brass lamp',
    description: 'To be haggled over',
    category: 'Other',
    priceBtc: 0.0005,
    priceEur: 29.99,
    stockQuantity: 100,
  })
  offered.value = { seller: id, product: product.id }
}

async function begin(name: string): Promise<void> {
  const me = await signUp(name)
  const client = clientOf(me)
  const invited = invitation()
  if (!invited) await openStore(me, client)
  rooms.value = openRooms(me, client)
  if (invited) await rooms.value.buy(invited)
}

/** Document 5's test client. */
export function Page() {
  const now = rooms.value
  return (
    <main class="rooms">
      <h1>Try negotiation rooms</h1>
      {now ? <Connected now={now} /> : <SignUp />}
    </main>
  )
}

function SignUp() {
  const name = useSignal(newName())
  const trouble = useSignal('')
  const submit = async (event: Event) => {
    event.preventDefault()
    trouble.value = ''
    await begin(name.value).catch((error) => {
      trouble.value = wordsFor(error)
    })
  }
  return (
    <form onSubmit={submit}>
      <p>
        {invitation()
          ? 'Sign up as a buyer, and a room is opened with the seller.'
          : 'Sign up as a seller with a lamp to sell; then be the buyer in a second tab.'}
      </p>
      <label for="name">Your name</label>
      <input
        id="name"
        value={name}
        required
        autocomplete="off"
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value
        }}
      />
      <button type="submit" class="main">
        Sign up
      </button>
      <p class="trouble" role="alert">
        {trouble}
      </p>
    </form>
  )
}

function Connected({ now }: { now: Rooms }) {
  const room = now.room.value
  return (
    <>
      <p>
        You are <strong>{now.me.username}</strong>.{' '}
        {offered.value && (
          <a href={invitationTo(offered.value)} target="_blank" rel="noopener">
            Be the buyer, in a new tab
          </a>
        )}
      </p>
      <p class="line" role="status">
        {now.line}
      </p>
      <section aria-label="Rooms">
        <h2>Rooms</h2>
        <ul>
          {now.rooms.value.map((listed) => (
            <li key={listed.id}>
              <button type="button" onClick={() => now.join(listed)}>
                Join room {listed.id} with {listed.otherUser.username}
              </button>
            </li>
          ))}
        </ul>
        <button type="button" class="quiet" onClick={() => now.refresh()}>
          Look for rooms
        </button>
      </section>
      {room && <Room key={room.id} now={now} />}
      <p class="trouble" role="alert">
        {now.trouble}
      </p>
      <Frames now={now} />
    </>
  )
}

function Room({ now }: { now: Rooms }) {
  const text = useSignal('')
  const price = useSignal('25')
  const room = now.room.value
  const say = async (event: Event) => {
    event.preventDefault()
    const said = text.value
    text.value = ''
    now.writing(false)
    await now.say(said)
  }
  const offer = async (event: Event) => {
    event.preventDefault()
    await now.offer(Number(price.value))
  }
  return (
    <section aria-label="Room">
      <h2>
        Room {room?.id}: {room?.product?.name} with {room?.otherUser.username}
      </h2>
      <div role="log" aria-label="Messages">
        <ol class="said">
          {now.messages.value.map((message) => (
            <Said key={message.id} message={message} now={now} price={Number(price.value)} />
          ))}
        </ol>
      </div>
      <p class="typing">{now.typing}</p>
      <form onSubmit={say}>
        <label for="text">Message</label>
        <input
          id="text"
          value={text}
          required
          maxLength={1000}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
            now.writing(text.value !== '')
          }}
        />
        <button type="submit" class="main">
          Send
        </button>
      </form>
      <form onSubmit={offer}>
        <label for="price">Price in EUR</label>
        <input
          id="price"
          type="number"
          min="0.01"
          step="0.01"
          value={price}
          required
          onInput={({ currentTarget }) => {
            price.value = currentTarget.value
          }}
        />
        <button type="submit">Offer it</button>
      </form>
      <button type="button" class="quiet" onClick={() => now.ping()}>
        Ping
      </button>
      <button type="button" class="quiet" onClick={() => now.leave()}>
        Leave the room
      </button>
    </section>
  )
}

function Said({ message, now, price }: { message: Message; now: Rooms; price: number }) {
  const { sender_id, sender_username, content, offer } = message
  const isMine = sender_id === `USR_${now.me.id}`
  const isOpen = offer?.status === 'pending' && !isMine
  return (
    <li class={isMine ? 'mine' : 'theirs'}>
      <strong>{isMine ? 'You' : sender_username}:</strong> {content}
      {offer && <em> ({offer.status})</em>}
      {isOpen && (
        <span class="answers">
          <button type="button" onClick={() => now.respond(offer.id, 'accept')}>
            Accept {offer.price}
          </button>
          <button type="button" onClick={() => now.respond(offer.id, 'reject')}>
            Reject {offer.price}
          </button>
          <button type="button" onClick={() => now.respond(offer.id, 'counter', price)}>
            Counter with {price}
          </button>
        </span>
      )}
    </li>
  )
}

/** What goes over the line, in its own words. */
function Frames({ now }: { now: Rooms }) {
  return (
    <section aria-label="Events">
      <h2>Events</h2>
      <ol class="frames" aria-label="Events, latest first">
        {now.frames.value.toReversed().map(({ number, isMine, event, data }) => (
          <li key={number}>
            <strong>
              {isMine ? 'sent' : 'heard'} {event}
            </strong>{' '}
            <code>{JSON.stringify(data)}</code>
          </li>
        ))}
      </ol>
    </section>
  )
}
