import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Sampled>>>>
}

interface Sampled {
  readonly 'x-codeSamples'?: readonly { readonly lang: string; readonly source: string }[]
}

/** What the reference shows of the SDK, as one program that is type-checked and never run. */
export async function samplesProgram(): Promise<string> {
  const text = await readFile(join(ROOT, 'packages/rest-door/openapi.json'), 'utf8')
  const operations = Object.values((JSON.parse(text) as Documented).paths).flatMap(Object.values)
  const samples = (operations as Sampled[]).flatMap(
    ({ 'x-codeSamples': all = [] }) => all.find(({ lang }) => lang === 'typescript')?.source ?? [],
  )
  if (samples.length < 100) throw new Error('the reference has hardly any samples')
  const blocks = samples.map((sample) => `{\n${sample}\nvoid answer\n}`)
  return `import { createClient } from '@souk/client'
const souk = createClient({ url: 'http://localhost:8000' })
const bytes = new Uint8Array()
export async function samples(): Promise<void> {
${blocks.join('\n')}
}
`
}
