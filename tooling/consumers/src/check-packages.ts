import { fileURLToPath } from 'node:url'
import { forbiddenIn } from './check-contents.ts'
import { checkPages } from './check-pages.ts'
import { inTemporaryFolder, packAll } from './packages.ts'
import { report, step } from './report.ts'
import { must } from './run.ts'

const bin = (name: string) =>
  fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url))

/** Checks what would be published: its manifest, its types, and that it holds nothing of the server. */
await report(() =>
  inTemporaryFolder(async (cwd) => {
    for (const { name, folder, tarball } of await step('packed', () => packAll(cwd))) {
      await step(`${name}: publint`, () =>
        must(bin('publint'), ['run', tarball, '--strict'], { cwd }),
      )
      await step(`${name}: attw`, () =>
        must(bin('attw'), [tarball, '--profile', 'esm-only'], { cwd }),
      )
      await step(`${name}: imports`, async () => {
        const found = await forbiddenIn(folder)
        if (found.length > 0) throw new Error(found.join('\n'))
      })
    }
    await step('the scripts of our pages', checkPages)
  }),
)
