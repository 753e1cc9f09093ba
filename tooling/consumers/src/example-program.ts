import { readFile } from 'node:fs/promises'

const BLOCK = /^```ts\n(.*?)^```$/gms
/** An example line, and what its comment says that it prints. */
const PRINTS = /^ *console\.log\((.*)\) \/\/ (.*)$/gm

/**
 * The examples of a README or a guide as one program. What a comment promises of a `console.log` is
 * made an assertion.
 */
export async function exampleProgram(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  const blocks = [...text.matchAll(BLOCK)].map(([, code = '']) => code)
  const code = blocks.join('\n').replace("'http://localhost:8000'", "process.env.SOUK_URL ?? ''")
  const checked = code.replace(PRINTS, (_, values, printed) => {
    return `strictEqual([${values}].join(' '), ${JSON.stringify(printed)})`
  })
  return `import { strictEqual } from 'node:assert'\n${checked}\nprocess.exit(0)\n`
}
