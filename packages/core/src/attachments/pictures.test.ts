import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPictures, type Sender } from './pictures.ts'

let folder: string
const at = (name: string) => join(folder, name)
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } })
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'souk-pictures-'))
  await blank(40, 30).png().toFile(at('small.png'))
  await blank(2000, 1500).png().toFile(at('some.png'))
})
afterAll(() => rm(folder, { recursive: true }))

const ann: Sender = { userId: 1, address: '10.0.0.1' }

test('a picture larger than screens show is made smaller, and no other', async () => {
  const pictures = createPictures()
  const sizeOf = async (name: string) => {
    await pictures.remake(ann, 'image/png', at(name), at('made.png'))
    const { width, height } = await sharp(at('made.png')).metadata()
    return [width, height]
  }
  await blank(6000, 300).png().toFile(at('wide.png'))
  await blank(4096, 2).png().toFile(at('edge.png'))
  expect(await sizeOf('wide.png')).toEqual([4096, 205])
  expect(await sizeOf('edge.png')).toEqual([4096, 2])
  expect(await sizeOf('small.png')).toEqual([40, 30])
})

test('whatever many users of one address bring, who comes from another waits for one of theirs', async () => {
  const pictures = createPictures()
  const ended: string[] = []
  const bring = (sender: Sender, name: string) => {
    const target = at(`made-${crypto.randomUUID()}.png`)
    return pictures.remake(sender, 'image/png', at(name), target).then(
      () => void ended.push(sender.address),
      (error) => void ended.push(error.code),
    )
  }
  const crowd = Array.from({ length: 100 }, (_, n) =>
    bring({ userId: 100 + (n % 25), address: '10.6.6.6' }, 'some.png'),
  )
  await bring(ann, 'small.png')
  expect(ended.filter((one) => one === '10.6.6.6').length).toBeLessThanOrEqual(2)
  await Promise.all(crowd)
  expect(ended.filter((one) => one === 'UNAVAILABLE').length).toBeGreaterThan(40)
})
