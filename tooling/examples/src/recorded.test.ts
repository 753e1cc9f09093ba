import { type Dialect, type ErrorCode, WEBHOOKS } from '@souk/contract'
import { soukAsyncApi } from '@souk/realtime'
import type { RecordedFrames } from '@souk/realtime/recorded'
import type { Recorded } from '@souk/rest-door/recorded'
import { refusalsOf } from '@souk/rest-door/refusals'
import { answerBodyProblems, requestBodyProblems } from '@souk/server/testing/openapi-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RARE } from './refusals.ts'
import { tellStory } from './story/story.ts'
import { startWorld, type World } from './world.ts'

const CALLS = new URL('../../../packages/rest-door/recorded.json', import.meta.url)
const FRAMES = new URL('../../../packages/realtime/recorded.json', import.meta.url)

let world: World
let recorded: Recorded
let frames: RecordedFrames
beforeAll(async () => {
  world = await startWorld()
  const told = await tellStory(world)
  recorded = told.calls
  frames = told.frames
}, 600_000)
afterAll(() => world?.stop())

const textOf = (told: unknown) => `${JSON.stringify(told, null, 2)}\n`

test('what is recorded is what happens (pnpm generate records it anew)', async () => {
  await expect(textOf(recorded)).toMatchFileSnapshot(CALLS.pathname)
  await expect(textOf(frames)).toMatchFileSnapshot(FRAMES.pathname)
})

test('nothing is a secret, and nothing says on which machine it was', () => {
  for (const told of [recorded, frames])
    expect(textOf(told)).not.toMatch(/\/(?:tmp|home|root|work)\/|127\.0\.0\.1:\d/)
})

describe('of every operation', () => {
  const of = (id: string) => recorded.operations[id] ?? { calls: [], refusals: {} }
  const saidBy = (id: string, dialect: Dialect, code: ErrorCode) =>
    of(id).refusals[code] ?? recorded.refusals[dialect]?.[code]

  test('a success is recorded, and each way to be refused', () => {
    const lacking = world.recorder.operations.flatMap((operation) => {
      const { id, rest } = operation
      const codes = [...refusalsOf(operation), 'INTERNAL_ERROR', 'UNAVAILABLE'] as const
      const left = codes.filter((code) => !saidBy(id, rest.dialect, code))
      const rare = RARE[id] ?? []
      return [
        ...(of(id).calls.some(({ status }) => status === (rest.status ?? 200)) ? [] : [id]),
        ...left.filter((code) => !rare.includes(code)).map((code) => `${id} ${code}`),
        ...rare.filter((code) => !left.includes(code)).map((code) => `${id} ${code} is not rare`),
      ]
    })
    expect(lacking).toEqual([])
  })

  test('what was sent and answered is as the document says', () => {
    for (const { id, rest, dialect, fileTypes, takesFile } of world.recorder.operations) {
      const { calls, refusals } = of(id)
      for (const { summary, body, status, answer } of calls) {
        if (body && !takesFile)
          expect([id, summary, requestBodyProblems(rest.method, rest.path, body)]).toEqual([
            id,
            summary,
            [],
          ])
        if (answer === undefined)
          expect([id, Boolean(fileTypes) || status === 204]).toEqual([id, true])
        else
          expect([id, summary, answerBodyProblems({ ...rest, status }, answer)]).toEqual([
            id,
            summary,
            [],
          ])
      }
      for (const [code, { answer }] of Object.entries(refusals)) {
        const status = dialect.statuses[code as ErrorCode]
        expect([id, code, answerBodyProblems({ ...rest, status }, answer)]).toEqual([id, code, []])
      }
    }
  })

  test('what is said of every operation is as the document says', () => {
    for (const operation of world.recorder.operations) {
      const { rest, dialect } = operation
      const common = recorded.refusals[rest.dialect] ?? {}
      for (const code of refusalsOf(operation).filter((one) => common[one])) {
        const status = dialect.statuses[code]
        expect([
          operation.id,
          code,
          answerBodyProblems({ ...rest, status }, common[code]?.answer),
        ]).toEqual([operation.id, code, []])
      }
    }
  })

  test('each event is recorded as an endpoint was told', () => {
    expect(Object.keys(recorded.webhooks).sort()).toEqual(Object.keys(WEBHOOKS).sort())
  })
})

// That each is as the document says, `documents/asyncapi.test.ts` finds out of what the document shows.
test('of every message of a socket, one is recorded, or two', () => {
  const counted = Object.entries(frames).flatMap(([socket, messages]) =>
    Object.entries(messages).map(([key, { length }]) => ({ key: `${socket}.${key}`, length })),
  )
  const documented = Object.keys(soukAsyncApi().components.messages)
  expect(counted.map(({ key }) => key).toSorted()).toEqual(documented.toSorted())
  expect(counted.filter(({ length }) => length > 2)).toEqual([])
})
