import { pino } from 'pino'
import { expect, test } from 'vitest'
import { stopWhenAsked } from './stop-when-asked.ts'

function asked() {
  let now = 0
  const stopped = Promise.withResolvers<void>()
  const done: string[] = []
  const souk = {
    stop: () => {
      done.push('stop')
      return stopped.promise
    },
    hurry: () => done.push('hurry'),
  }
  const exit = (code: number) => done.push(`exit ${code}`)
  const { onSignal, onLeftAlone } = stopWhenAsked(
    { ...souk, hurry: () => void souk.hurry() },
    pino({ level: 'silent' }),
    (code) => void exit(code),
    () => now,
  )
  const at = (milliseconds: number, act: () => void) => {
    now = milliseconds
    act()
    return done
  }
  return { at, onLeftAlone, signal: () => onSignal('SIGTERM'), finish: stopped.resolve, done }
}

test('a signal that is passed on, and being left alone after it, ask for nothing more', async () => {
  const { at, signal, onLeftAlone, finish, done } = asked()
  at(0, signal)
  at(20, signal)
  at(900, signal)
  expect(at(2000, onLeftAlone)).toEqual(['stop'])
  finish()
  await expect.poll(() => done).toEqual(['stop', 'exit 0'])
})

test('whoever asks again has it stop at once, and after that end as it stands', async () => {
  const { at, signal, onLeftAlone, finish, done } = asked()
  at(0, onLeftAlone)
  at(1500, signal)
  finish()
  await expect.poll(() => done).toEqual(['stop', 'hurry', 'exit 1'])
  expect(at(3000, signal)).toEqual(['stop', 'hurry', 'exit 1', 'exit 1'])
})
