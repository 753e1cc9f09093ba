import { expect, test } from 'vitest'
import { createTogether } from './together.ts'

/** Work that ends when it is told to, and the groups that it was given. */
function working(options: { most?: number; atOnce?: number }) {
  const groups: (readonly string[])[] = []
  const ends: PromiseWithResolvers<void>[] = []
  const { run } = createTogether(async (items: readonly string[]) => {
    const end = Promise.withResolvers<void>()
    groups.push(items)
    ends.push(end)
    await end.promise
    return items.map((item) => item.toUpperCase())
  }, options)
  const settle = async (n: number, error?: Error) => {
    if (error) ends[n]?.reject(error)
    else ends[n]?.resolve()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { run, groups, settle }
}

test('what comes while others are under way goes next, together, and each has its own answer', async () => {
  const { run, groups, settle } = working({ atOnce: 1 })
  const answers = ['a', 'b', 'c'].map((item) => run('', item))
  expect(groups).toEqual([['a']])
  await settle(0)
  expect(groups).toEqual([['a'], ['b', 'c']])
  await settle(1)
  expect(await Promise.all(answers)).toEqual(['A', 'B', 'C'])
})

test('a crowd of one caller has others wait for one of it, and no group is larger than allowed', async () => {
  const { run, groups, settle } = working({ atOnce: 1, most: 2 })
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map((item) => run(item[0] ?? '', item))
  for (let n = 0; n < 4; n += 1) await settle(n)
  await Promise.all(all)
  expect(groups).toEqual([['a1'], ['a2', 'b1'], ['c1', 'a3'], ['a4']])
})

test('what one caller asks for is done in the order in which they ask', async () => {
  const { run, groups, settle } = working({ atOnce: 1, most: 3 })
  const all = Array.from({ length: 7 }, (_, n) => run('', `${n}`))
  for (let n = 0; n < 3; n += 1) await settle(n)
  await Promise.all(all)
  expect(groups.flat()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('a group that fails fails for its own, and the next goes on', async () => {
  const { run, settle } = working({ atOnce: 1 })
  const [first, second] = [run('', 'a'), run('', 'b')]
  const failing = expect(first).rejects.toThrow('gone')
  await settle(0, new Error('gone'))
  await failing
  await settle(1)
  expect(await second).toBe('B')
})
