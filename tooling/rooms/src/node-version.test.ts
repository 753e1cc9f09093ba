import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const read = (file: string) => readFile(new URL(`../../../${file}`, import.meta.url), 'utf8')

test('packages are checked against the Node that runs Souk', async () => {
  const { devDependencies } = JSON.parse(await read('package.json'))
  expect(await read('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${devDependencies.node}\n`)
})
