import { signal } from '@preact/signals'
import type { SoukClient } from '@souk/client'
import { io } from 'socket.io-client'
import type { Session } from '../session.ts'
import { wordsFor } from '../words.ts'
import { type Frame, type Message, withAnswer, withMessages } from './frames.ts'
import type { Invitation } from './invitation.ts'

/** Frames that the page shows. */
const SHOWN = 30
/** Milliseconds after which Souk counts as silent. */
const PATIENCE = 8000

/** A room that one may join. */
export interface Listed {
  readonly id: number
  readonly otherUser: { readonly username: string }
  readonly product: { readonly id: number; readonly name: string } | null
}

/** A connection to `/chat`, and the room that is open on it. */
export interface Rooms {
  readonly me: Session
  readonly line: { readonly value: string }
  readonly trouble: { readonly value: string }
  readonly frames: { readonly value: readonly Frame[] }
  readonly rooms: { readonly value: readonly Listed[] }
  readonly room: { readonly value: Listed | undefined }
  readonly messages: { readonly value: readonly Message[] }
  /** Who is writing. */
  readonly typing: { readonly value: string }
  /** Looks for rooms. */
  refresh(): Promise<void>
  /** Opens the room about a product, as its buyer, and joins it. */
  buy(invitation: Invitation): Promise<void>
  join(room: Listed): Promise<void>
  leave(): Promise<void>
  say(message: string): Promise<void>
  offer(amount: number): Promise<void>
  respond(offer: number, response: 'accept' | 'reject' | 'counter', price?: number): Promise<void>
  writing(isWriting: boolean): void
  ping(): Promise<void>
  close(): void
}

/** Connects as somebody, as programs written from document 5 do. */
export function openRooms(me: Session, client: SoukClient): Rooms {
  const line = signal('Connecting …')
  const trouble = signal('')
  const frames = signal<readonly Frame[]>([])
  const rooms = signal<readonly Listed[]>([])
  const room = signal<Listed | undefined>(undefined)
  const messages = signal<readonly Message[]>([])
  const typing = signal('')
  const socket = io('/chat', { auth: { token: me.access }, transports: ['websocket', 'polling'] })

  let number = 0
  function note(isMine: boolean, event: string, data: unknown): void {
    number += 1
    frames.value = [...frames.value, { number, isMine, event, data }].slice(-SHOWN)
  }

  /** Sends an event. @returns what it was acknowledged with; undefined where it was refused */
  async function emit(event: string, data: object): Promise<Record<string, unknown> | undefined> {
    trouble.value = ''
    note(true, event, data)
    try {
      const answer = await socket.timeout(PATIENCE).emitWithAck(event, data)
      if (!answer.success) trouble.value = answer.error
      return answer.success ? answer : undefined
    } catch (error) {
      trouble.value = wordsFor(error)
      return undefined
    }
  }

  /** Shows a message of one's own, which is told to everybody else. */
  function show(id: unknown, content: string, offer?: Message['offer']): void {
    if (typeof id !== 'number' || !room.value) return
    const own = { id, room_id: room.value.id, sender_id: `USR_${me.id}`, content }
    const message = { ...own, sender_username: me.username, ...(offer && { offer }) }
    messages.value = withMessages(messages.value, [message])
  }

  const hear = (message: Message) => {
    if (message.room_id === room.value?.id) messages.value = withMessages(messages.value, [message])
  }
  socket.on('connect', () => {
    line.value = 'Connected'
  })
  socket.on('disconnect', (reason) => {
    line.value = `Connection lost (${reason})${socket.active ? ', trying again …' : ''}`
  })
  socket.on('connect_error', ({ message }) => {
    line.value = socket.active ? 'Souk is out of reach, trying again …' : message
  })
  socket.onAny((event: string, data: unknown) => note(false, event, data))
  socket.on('message', hear)
  socket.on('offer_sent', hear)
  socket.on('room_joined', ({ room_data }) => {
    messages.value = withMessages(messages.value, room_data.messages)
  })
  socket.on('offer_response', (answer) => {
    messages.value = withAnswer(messages.value, answer)
  })
  socket.on('typing_update', ({ room_id, username, action }) => {
    if (room_id === room.value?.id)
      typing.value = action === 'start' ? `${username} is writing …` : ''
  })

  const refresh = async () => {
    try {
      rooms.value = (await client.rooms.list.query()).items
    } catch (error) {
      trouble.value = wordsFor(error)
    }
  }
  const join = async (chosen: Listed) => {
    if (room.value) await leave()
    room.value = chosen
    messages.value = []
    await emit('join_room', { room_id: chosen.id })
  }
  const leave = async () => {
    if (room.value) await emit('leave_room', { room_id: room.value.id })
    room.value = undefined
    typing.value = ''
  }
  const here = () => ({ room_id: room.value?.id })
  let isWriting = false

  return {
    me,
    line,
    trouble,
    frames,
    rooms,
    room,
    messages,
    typing,
    refresh,
    async buy({ seller, product }) {
      try {
        const { id } = await client.rooms.open.mutate({ sellerId: seller, productId: product })
        await refresh()
        const opened = rooms.value.find((listed) => listed.id === id)
        if (opened) await join(opened)
      } catch (error) {
        trouble.value = wordsFor(error)
      }
    },
    join,
    leave,
    async say(message) {
      const answer = await emit('message', { ...here(), message, client_id: crypto.randomUUID() })
      show(answer?.message_id, message)
    },
    async offer(price) {
      const product_id = `PRD_${room.value?.product?.id}`
      const answer = await emit('send_offer', { ...here(), product_id, offer_amount: price })
      const id = answer?.offer_id
      if (typeof id === 'number') show(id, `You offer €${price}`, { id, price, status: 'pending' })
    },
    async respond(offer_id, response, price) {
      const counter = price === undefined ? {} : { counter_price: price }
      const answer = await emit('respond_to_offer', { offer_id, response, ...counter })
      const id = answer?.counter_offer_id
      if (typeof id === 'number' && price !== undefined) {
        show(id, `You offer €${price}`, { id, price, status: 'pending' })
      }
    },
    writing(now) {
      if (now === isWriting || !room.value) return
      isWriting = now
      void emit(now ? 'typing_start' : 'typing_stop', here())
    },
    ping: async () => void (await emit('ping', {})),
    close: () => void socket.disconnect(),
  }
}
