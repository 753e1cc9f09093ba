import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { pdfOf, sendFile } from '../../src/testing/files.ts'
import { startTestSouk } from '../../src/testing/test-souk.ts'

// A disk that has no room for the files of messages.

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** A disk of its own, or undefined where nobody may mount one. */
function smallDisk(kilobytes: number): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'souk-full-'))
  undo.push(() => rmSync(dir, { recursive: true, force: true }))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir])
  if (status !== 0) return undefined
  undo.push(() => spawnSync('umount', ['-l', dir]))
  return dir
}

test.for<[what: string, content: () => Promise<Uint8Array> | Uint8Array]>([
  ['a PDF that does not fit', () => pdfOf(3_000_000)],
  ['a picture that fits, but not a second time', () => noise()],
])('%s is 503, leaves nothing, and what fits is taken afterwards', async ([, content], context) => {
  const disk = smallDisk(1500)
  if (disk === undefined) return context.skip('no small disk can be mounted here')
  const souk = await startTestSouk({ DATA_DIR: disk, LOG_LEVEL: 'silent' })
  undo.push(() => souk.stop())
  const { token } = await souk.signUp('ann')
  const refused = await sendFile(souk.url, { content: await content() }, { token })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60'])
  expect(refused.body.message).toBe('Files cannot be taken just now, please try again later')
  expect(readdirSync(join(disk, 'incoming'))).toEqual([])
  expect(await souk.sql('select 1 from attachments')).toEqual([])
  const { blocks, bfree } = statfsSync(disk)
  expect(blocks - bfree).toBeLessThan(5)
  expect((await sendFile(souk.url, { content: pdfOf(1000) }, { token })).status).toBe(201)
})

/** Nearly a megabyte that cannot be packed. */
async function noise(): Promise<Buffer> {
  const size = { width: 550, height: 550, channels: 3 } as const
  return sharp(randomBytes(550 * 550 * 3), { raw: size })
    .png()
    .toBuffer()
}
