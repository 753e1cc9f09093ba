import { signal } from '@preact/signals'
import type { Person } from './session.ts'

const PLACE = 'souk-chat-people'
const MOST = 20

/** Who has signed up in this browser, newest first: no secret of theirs is among it. */
export const people = signal(read())

// Told when another tab has written.
addEventListener('storage', () => {
  people.value = read()
})

function read(): readonly Person[] {
  return JSON.parse(localStorage.getItem(PLACE) ?? '[]') as Person[]
}

function write(all: readonly Person[]): void {
  localStorage.setItem(PLACE, JSON.stringify(all))
  people.value = all
}

const without = (uuid: string) => read().filter((person) => person.uuid !== uuid)

/** Lets the other tabs know somebody. */
export function introduce({ id, uuid, username }: Person): void {
  write([{ id, uuid, username }, ...without(uuid)].slice(0, MOST))
}

/** Takes out somebody whom Souk does not know: its data may have been removed. */
export function forget(uuid: string): void {
  write(without(uuid))
}
