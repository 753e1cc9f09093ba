import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createReport, ratioRow } from '../src/report.ts'

test('a line is printed and kept as soon as it is measured, its details come last', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'bench.json')
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => printed.mockRestore())
  const output = () => printed.mock.calls.map(([text]) => text).join('')

  const report = createReport(file)
  report.add({ ...ratioRow('reading', 'a bare one', 50, 100, 0.8), details: ['of which half'] })
  const read = '| reading | a bare one | 0.5 | ≥ 0.8 | missed | 50/s against 100/s |\n'
  expect(output()).toContain(read)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject([{ line: 'reading', ratio: 0.5 }])

  report.add(ratioRow('writing', 'a bare one', 90, 100, 0.8))
  report.end()
  expect(output().split(read)[1]).toBe(
    '| writing | a bare one | 0.9 | ≥ 0.8 | met | 90/s against 100/s |\n\nreading:\n\nof which half\n',
  )
})
