import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inTemporaryFolder, ROOT } from './packages.ts'
import { report, step } from './report.ts'
import { must, run } from './run.ts'
import { startSouk } from './souk.ts'

const PROJECT = fileURLToPath(new URL('../generators', import.meta.url))

/**
 * Has generators that others wrote make clients and types of `openapi.json`: they must compile, and serve to
 * trade on a live Souk.
 */
await report(() =>
  inTemporaryFolder(async (folder) => {
    const cwd = join(folder, 'generators')
    await cp(PROJECT, cwd, { recursive: true })
    await cp(join(ROOT, 'packages/rest-door/openapi.json'), join(cwd, 'openapi.json'))
    await step('installed with npm', () =>
      must('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd }),
    )
    const souk = await step('Souk is up', () => startSouk(join(folder, 'data')))
    try {
      const env = { ...process.env, SOUK_URL: souk.url }
      const node = (bin: string, ...args: string[]) =>
        must(process.execPath, [join(cwd, 'node_modules', bin), ...args], { cwd, env })
      await step('hey-api: generated', () =>
        node('@hey-api/openapi-ts/bin/run.js', '-f', 'hey-api.config.ts'),
      )
      await step('orval: generated', () =>
        node('orval/dist/bin/orval.mjs', '--config', 'orval.config.mjs'),
      )
      await step('their clients compile', () => node('typescript/bin/tsc', '--project', '.'))
      await node('rolldown/bin/cli.mjs', 'src/main.ts', '--platform', 'node', '--file', 'main.js')
      const trade = await step('two people trade with them', () =>
        must(process.execPath, ['main.js'], { cwd, env }),
      )
      await writeFile(join(cwd, 'schemas.json'), await schemas(join(cwd, 'openapi.json')))
      for (const [lang, file] of [
        ['python', 'souk_types.py'],
        ['go', 'souk.go'],
      ] as const) {
        await step(`quicktype: types for ${lang}`, () =>
          node(
            'quicktype/dist/index.js',
            '--src-lang',
            'schema',
            '--lang',
            lang,
            '-o',
            file,
            'schemas.json',
          ),
        )
      }
      if (await has('python3')) {
        await step('Python reads the trade', () => must('python3', ['check.py', trade], { cwd }))
      }
      if (await has('go')) {
        const own = { ...env, GOCACHE: join(folder, 'go-cache') }
        await step('Go compiles its types, and reads the trade', () =>
          must('go', ['run', 'souk.go', 'check.go', trade], { cwd, env: own }),
        )
      }
    } finally {
      await souk.stop()
    }
  }),
)

async function has(command: string): Promise<boolean> {
  return (await run('sh', ['-c', `command -v ${command}`], { cwd: ROOT })).code === 0
}

/** The named schemas of the document, as a JSON schema that has each of them as a property. */
async function schemas(file: string): Promise<string> {
  const { components } = JSON.parse(await readFile(file, 'utf8'))
  const names = Object.keys(components.schemas)
  const properties = names.map((name) => [name, { $ref: `#/definitions/${name}` }])
  return JSON.stringify({
    type: 'object',
    properties: Object.fromEntries(properties),
    definitions: components.schemas,
  }).replaceAll('#/components/schemas/', '#/definitions/')
}
