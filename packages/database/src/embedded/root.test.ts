import { spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { afterAll, expect, test, vi } from 'vitest'

import {
  capabilitiesOf,
  cleanUp,
  end,
  isRoot,
  newDir,
  query,
  serverPid,
  startHere,
  startInChild,
} from './testing/world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const onLinuxAsRoot = isRoot && process.platform === 'linux'
const DAC_READ_SEARCH = 1 << 2
const NOBODY = 65534

const mounts: string[] = []

afterAll(async () => {
  for (const dir of mounts) spawnSync('umount', ['-l', dir])
  await cleanUp()
})

/** Path below a folder that only root may enter. */
async function newClosedDir(): Promise<string> {
  const dir = await newDir()
  await chmod(dirname(dir), 0o700)
  return dir
}

async function serverOn(dir: string) {
  const pid = (await serverPid(dir)) ?? Number.NaN
  return { uid: (await stat(`/proc/${pid}`)).uid, capabilities: await capabilitiesOf(pid) }
}

test.runIf(onLinuxAsRoot)('as root the server runs as another user, without rights', async () => {
  const dir = await newDir()
  const postgres = await startHere(dir)
  const { uid, capabilities } = await serverOn(dir)
  expect(uid).toBe((await stat(join(dir, 'pgdata'))).uid)
  expect(uid).not.toBe(0)
  expect(capabilities).toBe(0)
  await postgres.stop()
})

test.runIf(onLinuxAsRoot)('data that root copied here is given to that user', async () => {
  const dir = await newDir()
  await (await startHere(dir)).stop()
  spawnSync('chown', ['-R', 'root', join(dir, 'pgdata')])
  const postgres = await startHere(dir)
  expect(await query(postgres.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
  await postgres.stop()
})

test.runIf(onLinuxAsRoot)(
  'below a folder closed to that user it gets just the passage',
  async () => {
    const dir = await newClosedDir()
    const postgres = await startHere(dir)
    expect(await query(postgres.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    const { uid, capabilities } = await serverOn(dir)
    expect(uid).not.toBe(0)
    expect(capabilities).toBe(DAC_READ_SEARCH)
    await postgres.stop()
  },
)

test.runIf(onLinuxAsRoot)(
  'the rights of a default container are enough for the passage',
  async () => {
    const child = startInChild(await newClosedDir(), ['setpriv', '--bounding-set=-dac_read_search'])
    const { url } = await child.report
    expect(await query(url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    await end(child, 'SIGTERM')
  },
)

test.runIf(onLinuxAsRoot)(
  'without the right to give passage it is refused with advice',
  async () => {
    const child = startInChild(await newClosedDir(), ['setpriv', '--bounding-set=-setpcap'])
    const { code, message } = await child.report
    expect(code).toBe('NOT_PERMITTED')
    expect(message).toMatch(/DATA_DIR[\s\S]*normal user[\s\S]*DATABASE_URL/)
  },
)

const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']

test.runIf(onLinuxAsRoot)(
  'a normal user runs the server, and root then runs it as that user',
  async () => {
    const dir = await newDir()
    await mkdir(dir)
    await chown(dir, NOBODY, NOBODY)
    const child = startInChild(dir, asNobody)
    const { url } = await child.report
    expect(await query(url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    await end(child, 'SIGTERM')

    const postgres = await startHere(dir)
    expect(await serverOn(dir)).toEqual({ uid: NOBODY, capabilities: 0 })
    await postgres.stop()

    const again = startInChild(dir, asNobody)
    expect(await again.report).toMatchObject({ adopted: false })
    await end(again, 'SIGTERM')
  },
)

test.runIf(onLinuxAsRoot)('a folder that the user may not write is reported', async () => {
  const child = startInChild(await newDir(), asNobody)
  expect(await child.report).toMatchObject({ code: 'NOT_PERMITTED' })
})

test.runIf(onLinuxAsRoot)(
  'a full disk is reported, and room made there helps',
  async ({ skip }) => {
    const dir = await newDir()
    await mkdir(dir)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m,mode=755', 'tmpfs', dir])
    if (mounted.status !== 0) return skip('mounting is not possible here')
    mounts.push(dir)
    const filler = join(dir, 'filler')

    await writeFile(filler, Buffer.alloc(70 * 1024 * 1024))
    await expect(startHere(dir)).rejects.toMatchObject({ code: 'DISK_FULL' })
    await rm(filler)
    await (await startHere(dir)).stop()
    await expect(writeFile(filler, Buffer.alloc(80 * 1024 * 1024))).rejects.toThrow('ENOSPC')
    await expect(startHere(dir)).rejects.toMatchObject({ code: 'DISK_FULL' })
    await rm(filler)
    const postgres = await startHere(dir)
    expect(await query(postgres.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    await postgres.stop()
  },
)
