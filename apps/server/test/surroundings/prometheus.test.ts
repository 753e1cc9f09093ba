import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guideFile } from '../../src/testing/guide-file.ts'
import { freePort, isHere, type Program, startProgram } from '../../src/testing/program.ts'
import { type SoukProcess, spawnSouk } from '../../src/testing/souk-process.ts'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

// Prometheus, as the guide to operating sets it up, asks two processes, and rings.

const METRICS_TOKEN = 'a token for the measurements'
const isThere = isHere('prometheus', '--version') && isHere('promtool', '--version')
const within = { timeout: 60_000, interval: 200 }

describe.skipIf(!isThere)('with Prometheus (skipped where there is none)', () => {
  let souk: TestSouk
  let other: SoukProcess
  let dir: string
  let port: number
  let prometheus: Program | undefined
  beforeAll(async () => {
    souk = await startTestSouk({ METRICS_TOKEN }, {}, pino({ level: 'silent' }))
    dir = mkdtempSync(join(tmpdir(), 'souk-prometheus-'))
    other = await spawnSouk(dir, {
      DATABASE_URL: souk.databaseUrl,
      SECRET_KEY: TEST_SECRET,
      METRICS_TOKEN,
    })
    port = await freePort()
  })
  afterAll(async () => {
    await prometheus?.end()
    await other?.end('SIGTERM')
    await souk?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  /** The guide's files, written where Prometheus looks for them. @returns the configuration's */
  function writeFiles(): string {
    const [config, rules, token] = ['prometheus.yml', 'souk.rules.yml', 'souk.token'].map((name) =>
      join(dir, name),
    ) as [string, string, string]
    writeFileSync(token, METRICS_TOKEN)
    chmodSync(token, 0o644)
    // Nobody waits for minutes here.
    const soon = guideFile('yaml souk.rules.yml', {}).replace(/for: \w+/g, 'for: 1s')
    writeFileSync(rules, soon)
    const file = guideFile('yaml prometheus.yml', {
      '/etc/prometheus/souk.token': token,
      '10.0.0.11:8000': new URL(souk.url).host,
      '10.0.0.12:8000': new URL(other.http.url).host,
    })
    const often = 'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }\n'
    writeFileSync(config, often + file)
    return config
  }

  // biome-ignore lint/suspicious/noExplicitAny: what Prometheus says has many shapes
  async function ask(path: string): Promise<any> {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)
    return ((await answer.json()) as { data: unknown }).data
  }

  const ringing = async (): Promise<string[]> => {
    const { alerts } = await ask('alerts')
    return alerts
      .filter(({ state }: { state: string }) => state === 'firing')
      .map(({ labels }: { labels: { alertname: string } }) => labels.alertname)
  }

  test('promtool finds nothing wrong with the rules and the configuration', () => {
    const config = writeFiles()
    expect(isHere('promtool', 'check', 'config', config)).toBe(true)
    const rules = join(dir, 'as-they-stand.yml')
    writeFileSync(rules, guideFile('yaml souk.rules.yml', {}))
    expect(isHere('promtool', 'check', 'rules', '--lint-fatal', rules)).toBe(true)
  })

  test('both processes are measured with the token, and nothing rings while all is well', async () => {
    prometheus = await startProgram(
      'prometheus',
      [
        `--config.file=${writeFiles()}`,
        `--storage.tsdb.path=${join(dir, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { port },
    )
    const health = async () =>
      (await ask('targets')).activeTargets.map(({ health }: { health: string }) => health)
    await expect.poll(health, within).toEqual(['up', 'up'])
    const known = async () => (await ask('query?query=count(souk_sockets)')).result[0]?.value[1]
    await expect.poll(known, within).toBe('2')
    expect(await ringing()).toEqual([])
  })

  test('it rings at the first job that fails', async () => {
    const failed = async () => {
      const { body } = await souk.get('/metrics', METRICS_TOKEN)
      return Number(/souk_jobs_total{job="heartbeat",outcome="failed"} (\d+)/.exec(body)?.[1])
    }
    await souk.sql('alter table heartbeat rename to heartbeat_away')
    await expect.poll(failed, within).toBe(1)
    await souk.sql('alter table heartbeat_away rename to heartbeat')
    await expect.poll(ringing, within).toContain('SoukJobsFail')
    expect(await failed()).toBe(1)
  })

  test('it rings when requests fail', async () => {
    await souk.sql('alter table trades rename to trades_away')
    const fails = async () => {
      await Promise.all(Array.from({ length: 5 }, () => fetch(`${souk.url}/trades`)))
      return ringing()
    }
    await expect.poll(fails, within).toContain('SoukFails')
    await souk.sql('alter table trades_away rename to trades')
  })

  test('it rings when a process has gone', async () => {
    await other.end('SIGKILL')
    await expect.poll(ringing, within).toContain('SoukIsAway')
  })
})
