import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { guideFile } from '../../../src/testing/guide-file.ts'
import { isHere } from '../../../src/testing/program.ts'
import { isAlive, newCrashData, postmasterOf } from '../../../src/testing/souk-process.ts'

// The unit of the guide to operating: what systemd finds wrong with it, and what it would start and stop.

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url)).replace(/\/$/, '')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'souk-unit-'))
  chmodSync(dir, 0o755)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const unit = (dataDir: string) =>
  guideFile('ini souk.service', {
    'User=souk': `User=${execFileSync('id', ['-un']).toString().trim()}`,
    '/opt/souk': ROOT,
    '/etc/souk.env': join(dir, 'souk.env'),
    '/var/lib/souk': dataDir,
  })

test('systemd finds nothing wrong with it', (context) => {
  if (!isHere('systemd-analyze', '--version')) return context.skip('no systemd here')
  const file = join(dir, 'souk.service')
  writeFileSync(file, unit(dir))
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file])
  const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('souk.service'))
  expect([status, said]).toEqual([0, []])
})

/** A setting of the unit, as often as it is there. */
const settings = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^${name}=(.+)$`, 'gm'))].map(([, value = '']) => value)

test('what it starts comes up with those settings alone, and stops in time when it is told to', async () => {
  const data = await newCrashData()
  const text = unit(data.dir)
  const given = { HOST: '127.0.0.1', PORT: '0', TRADE_CHAT_PORT: '0' }
  const environment = settings(text, 'Environment').map((one) => one.split('=', 2))
  const [command = '', ...args] = settings(text, 'ExecStart')[0]?.split(' ') ?? []
  // Services have a path of the system's, and no home.
  const service = spawn(command, args, {
    cwd: settings(text, 'WorkingDirectory')[0],
    env: { PATH: '/usr/bin:/bin', ...given, ...Object.fromEntries(environment) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let output = ''
    const up = Promise.withResolvers<void>()
    service.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes('Souk is ready')) up.resolve()
    })
    const over = new Promise<number | null>((resolve) => service.once('exit', resolve))
    await Promise.race([up.promise, over])
    const postmaster = await postmasterOf(data.dir)
    // KillMode=mixed: of its processes only the first is told.
    expect(settings(text, 'KillMode')).toEqual(['mixed'])
    const start = performance.now()
    service.kill('SIGTERM')
    expect(await over).toBe(0)
    const patience = Number(settings(text, 'TimeoutStopSec')[0]) * 1000
    expect(performance.now() - start).toBeLessThan(patience)
    // It is an orphan, and the first process of a container may be slow to bury it.
    await expect.poll(() => isAlive(postmaster), { timeout: 15_000 }).toBe(false)
  } finally {
    service.kill('SIGKILL')
    await data.remove()
  }
})
