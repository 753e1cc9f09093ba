import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleProgram } from './example-program.ts'
import { machineNode } from './machine-node.ts'
import { inTemporaryFolder, type Packed, packAll, ROOT } from './packages.ts'
import { report, step } from './report.ts'
import { must, run } from './run.ts'
import { samplesProgram } from './samples-program.ts'
import { startSouk } from './souk.ts'

const GUIDES = join(ROOT, 'docs/guides')
const PROJECTS = fileURLToPath(new URL('../projects', import.meta.url))

/** Uses the packed packages as a stranger would: installed, type-checked, bundled, run. */
await report(() =>
  inTemporaryFolder(async (folder) => {
    const project = (name: string) => join(folder, name)
    const packed = await step('packed', () => packAll(folder))
    await step('installed with npm', () => install(folder, packed))

    for (const compiler of ['typescript', 'typescript-6']) {
      await step(`nodenext: types, ${compiler}`, () => typecheck(project('nodenext'), compiler))
      await step(`bundler: types, ${compiler}`, () => typecheck(project('bundler'), compiler))
    }
    await step('vite: types', () => typecheck(project('vite'), 'typescript'))
    await step('our declarations hold by themselves', () => checkDeclarations(project('nodenext')))
    await step('nodenext: built', () => build(project('nodenext')))
    await step('vite: built', () => vite(project('vite')))

    const souk = await step('Souk is up', () => startSouk(join(folder, 'data')))
    try {
      const env = { ...process.env, SOUK_URL: souk.url }
      const tour = (node: string, script: string) => must(node, [script], { cwd: folder, env })
      const program = join(project('nodenext'), 'dist/main.js')
      await step(`nodenext: run on ${process.version}`, () => tour(process.execPath, program))
      for (const { name } of packed) {
        const readme = join(project('nodenext'), `dist/readme-${name.split('/')[1]}.js`)
        await step(`${name}: README, run`, () => tour(process.execPath, readme))
      }
      for (const name of await guides()) {
        const guide = join(project('nodenext'), `dist/guide-${name}.js`)
        await step(`guide ${name}: run`, () => tour(process.execPath, guide))
      }
      const other = await machineNode()
      if (other) await step(`nodenext: run on ${other.version}`, () => tour(other.path, program))
      const browserLike = join(project('vite'), 'run.mjs')
      await step('vite: run without anything of Node', () => tour(process.execPath, browserLike))
    } finally {
      await souk.stop()
    }
  }),
)

async function install(folder: string, packed: readonly Packed[]): Promise<void> {
  await cp(PROJECTS, folder, { recursive: true })
  for (const name of ['nodenext', 'bundler', 'vite']) {
    await cp(join(PROJECTS, 'tour.ts'), join(folder, name, 'src/tour.ts'))
    await cp(join(PROJECTS, 'wrong.ts'), join(folder, name, 'src/wrong.ts'))
  }
  for (const { name, folder: source } of packed) {
    const file = `readme-${name.split('/')[1]}.ts`
    const program = await exampleProgram(join(source, 'README.md'))
    await writeFile(join(folder, 'nodenext/src', file), program)
  }
  await writeFile(join(folder, 'nodenext/src/samples.ts'), await samplesProgram())
  for (const name of await guides()) {
    const program = await exampleProgram(join(GUIDES, `${name}.md`))
    await writeFile(join(folder, `nodenext/src/guide-${name}.ts`), program)
  }
  const path = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { dependencies: object }
  const tarballs = packed.map(({ name, tarball }) => [name, `file:${tarball}`])
  const dependencies = { ...manifest.dependencies, ...Object.fromEntries(tarballs) }
  await writeFile(path, JSON.stringify({ ...manifest, dependencies }))
  await must('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
}

/** The guides that are programs; those for operators are commands, and tested with the server. */
async function guides(): Promise<string[]> {
  const files = (await readdir(GUIDES)).filter((file) => file.endsWith('.md'))
  const texts = await Promise.all(files.map((file) => readFile(join(GUIDES, file), 'utf8')))
  return files.filter((_, i) => texts[i]?.includes('```ts\n')).map((file) => file.slice(0, -3))
}

/** A right program must pass, and a wrong one must fail for each of its wrong lines. */
async function typecheck(project: string, compiler: string): Promise<void> {
  const right = await tsc(project, compiler, ['--project', 'tsconfig.json', '--noEmit'])
  if (right.code !== 0) throw new Error(right.output)
  const { code, output } = await tsc(project, compiler, [
    ...['--project', 'tsconfig.wrong.json', '--noEmit', '--pretty', 'false'],
  ])
  const refused = [...output.matchAll(/^src\/wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line))
  const source = await readFile(join(project, 'src/wrong.ts'), 'utf8')
  const wrong = source.split('\n').flatMap((line, i) => (line.endsWith('// wrong') ? i + 1 : []))
  if (code !== 0 && `${wrong}` === `${refused}`) return
  throw new Error(`lines ${wrong} of wrong.ts should be refused, not ${refused}:\n${output}`)
}

/** Those of tRPC do not, without the types of its optional peers; ours must. */
async function checkDeclarations(project: string): Promise<void> {
  const { output } = await tsc(project, 'typescript', [
    ...['--project', 'tsconfig.json', '--noEmit', '--skipLibCheck', 'false', '--pretty', 'false'],
  ])
  if (output.includes('node_modules/@souk/')) throw new Error(output)
}

async function build(project: string): Promise<void> {
  const { code, output } = await tsc(project, 'typescript', ['--project', 'tsconfig.json'])
  if (code !== 0) throw new Error(output)
}

function tsc(project: string, compiler: string, args: string[]) {
  const bin = join(project, '../node_modules', compiler, 'bin/tsc')
  return run(process.execPath, [bin, ...args], { cwd: project })
}

function vite(project: string): Promise<string> {
  const bin = join(project, '../node_modules/vite/bin/vite.js')
  return must(process.execPath, [bin, 'build', '--logLevel', 'warn'], { cwd: project })
}
