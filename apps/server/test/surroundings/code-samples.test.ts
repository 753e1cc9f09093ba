import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { soukOpenApi } from '@souk/rest-door'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdfOf } from '../../src/testing/files.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// What the reference shows of each operation is sent as it stands; that of the SDK is type-checked with the packed
// packages (`tooling/consumers`).

interface Sampled {
  readonly operationId: string
  readonly responses: object
  readonly 'x-codeSamples': readonly { readonly lang: string; readonly source: string }[]
}

const operations = Object.values(soukOpenApi().paths ?? {})
  .flatMap((item) => Object.values(item as Record<string, Sampled>))
  .filter((operation) => 'x-codeSamples' in operation)

let souk: TestSouk
let folder: string
beforeAll(async () => {
  souk = await startTestSouk()
  folder = await mkdtemp(join(tmpdir(), 'samples-'))
  await writeFile(join(folder, 'receipt.pdf'), pdfOf(300))
})
afterAll(async () => {
  await souk?.stop()
  await rm(folder, { recursive: true, force: true })
})

const sourceIn = (lang: string, { 'x-codeSamples': samples }: Sampled) =>
  samples.find((sample) => sample.lang === lang)?.source ?? ''

/** A token for each sample: some end the session they come with. */
async function tokens(): Promise<string[]> {
  const staff = await souk.signUp(`staff${Math.floor(Math.random() * 1e9)}`)
  await souk.sql(`update users set is_staff = true where id = ${staff.id}`)
  const endings = operations.filter(({ operationId }) => operationId.startsWith('auth.'))
  const own = new Map<Sampled, string>()
  for (const operation of endings)
    own.set(operation, await souk.logIn(staff.username, staff.password))
  return operations.map((operation) => own.get(operation) ?? staff.token)
}

/** They are well put, and name what is not there: a code of no app's, a product of nobody's. */
const NAMES_NOTHING = ['auth.twoFactor.verify: 422', 'shop.orders.create: 422']

/** Whether an answer finds nothing wrong with how it was asked. */
function isWellPut({ responses }: Sampled, status: string | undefined): boolean {
  return status !== undefined && status in responses && !/^(405|413|415|422|5..)$/.test(status)
}

/** What was said of a sample that Souk did not understand. */
function misunderstood(statuses: readonly string[]): string[] {
  const odd = operations.flatMap((operation, i) =>
    isWellPut(operation, statuses[i]) ? [] : `${operation.operationId}: ${statuses[i]}`,
  )
  return odd.filter((one) => !NAMES_NOTHING.includes(one))
}

async function statusesOf(command: string, args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: folder,
    env: { ...process.env, SOUK: souk.url },
    maxBuffer: 1e7,
  })
  return stdout.split('\n').filter(Boolean)
}

const SHELL = `
curl() { command curl -s -o /dev/null -w '%{http_code}\\n' "$@"; }
uuidgen() { cat /proc/sys/kernel/random/uuid; }
`

test('what the reference shows for a shell is understood', async () => {
  const own = await tokens()
  const script = operations.map(
    (operation, i) => `TOKEN=${own[i]}\n${sourceIn('shell', operation)}`,
  )
  const said = await statusesOf('bash', ['-c', SHELL + script.join('\n')])
  expect(misunderstood(said)).toEqual([])
}, 60_000)

/** Each sample by itself; its answer is read, and its status told. */
const PYTHON = `
import builtins, json, os, sys, requests
souk = os.environ['SOUK']
show = builtins.print
requests.Response.raise_for_status = lambda answer: show(answer.status_code)
for token, source in json.load(open('samples.json')):
    exec(compile(source, 'sample', 'exec'), {'souk': souk, 'token': token, 'print': lambda *_: None})
`

const hasRequests = await promisify(execFile)('python3', ['-c', 'import requests']).then(
  () => true,
  () => false,
)

test.runIf(hasRequests)(
  'what the reference shows in Python is understood',
  async () => {
    const own = await tokens()
    const samples = operations.map((operation, i) => [own[i], sourceIn('python', operation)])
    await writeFile(join(folder, 'samples.json'), JSON.stringify(samples))
    const said = await statusesOf('python3', ['-c', PYTHON])
    expect(misunderstood(said)).toEqual([])
  },
  60_000,
)
