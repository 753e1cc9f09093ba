import { SoukError } from '@souk/contract'
import { expect, test } from 'vitest'
import { createGroupTurns, createTurns, type Turns } from './turns.ts'

const full = () => new SoukError('UNAVAILABLE', 'full')

/** Tasks that run until they are told to end, and the order in which they began. */
function tasks(turns: Turns) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const run = (caller: string, name: string) =>
    turns.run(caller, () => {
      begun.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, run, end }
}

test('callers take turns, however many tasks one of them brings', async () => {
  const { begun, run, end } = tasks(createTurns({ atOnce: 1 }))
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => run(name[0] ?? '', name))
  for (let n = 0; n < all.length; n += 1) await end(begun.at(-1) ?? '')
  await Promise.all(all)
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('one caller runs only so many at a time, and others run beside', async () => {
  const { begun, run, end } = tasks(createTurns({ atOnceEach: 2 }))
  const all = ['a1', 'a2', 'a3', 'b1'].map((name) => run(name[0] ?? '', name))
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  await end('a1')
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3'])
  for (const name of ['a2', 'a3', 'b1']) await end(name)
  await Promise.all(all)
})

test('who finds no room to wait is refused, and finds it when others have gone', async () => {
  const { begun, run, end } = tasks(
    createTurns({ atOnce: 1, waitingEach: 1, waiting: 1, refusal: full }),
  )
  const all = [run('a', 'a1'), run('a', 'a2')]
  await expect(run('a', 'a3')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  all.push(run('b', 'b1'))
  await expect(run('c', 'c1')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await end('a1')
  all.push(run('c', 'c2'))
  for (let n = 0; n < 3; n += 1) await end(begun.at(-1) ?? '')
  await Promise.all(all)
  expect(begun).toHaveLength(4)
})

test('a task that fails gives its place back', async () => {
  const turns = createTurns({ atOnce: 1 })
  const failed = turns.run('a', () => Promise.reject(new Error('failed')))
  const next = turns.run('b', async () => 'done')
  await expect(failed).rejects.toThrow('failed')
  expect(await next).toBe('done')
})

test('groups do not wait for each other, and the callers of one take turns in it', async () => {
  const turns = createGroupTurns({ atOnce: 1 })
  const { begun, run, end } = tasks({
    run: (name, task) => turns.run(name.slice(0, 1), name, task),
  })
  const all = ['x1', 'x1b', 'x1c', 'x2', 'y1'].map((name) => run(name.slice(0, 2), name))
  expect(begun).toEqual(['x1', 'y1'])
  for (const name of ['x1', 'x2', 'x1b']) await end(name)
  expect(begun).toEqual(['x1', 'y1', 'x2', 'x1b', 'x1c'])
  await end('x1c')
  await end('y1')
  await Promise.all(all)
})
