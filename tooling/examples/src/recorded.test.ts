import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellStory } from './story/story.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.stop())

test('what is recorded is what happens (pnpm generate records it anew)', async () => {
  const recorded = await tellStory(world)
  const text = `${JSON.stringify(recorded, null, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../../packages/rest-door/recorded.json')
}, 120_000)
