#!/usr/bin/env node
import { EmbeddedPostgresError } from '@souk/database'
import { program } from 'commander'
import { BackupRefused } from './backup/refused.ts'
import { addStaff } from './commands/add-staff.ts'
import { backUp } from './commands/back-up.ts'
import { migrateDatabase } from './commands/migrate-database.ts'
import { resetTwoFactor } from './commands/reset-two-factor.ts'
import { type RestoreOptions, restore } from './commands/restore.ts'
import { showSchema } from './commands/show-schema.ts'
import { skipNumbers } from './commands/skip-numbers.ts'
import { verifyLedger } from './commands/verify-ledger.ts'
import { ConfigError, readConfig } from './config/config.ts'

program.name('souk').description('Commands for who runs a Souk. They read the same environment.')

program
  .command('migrate')
  .description('bring the database schema up to date')
  .action(() => migrateDatabase(readConfig(process.env)))

program
  .command('schema <name>')
  .description('print a function, view or table as it is in the database, such as create_trade')
  .action((name: string) => showSchema(readConfig(process.env), name))

const staff = program.command('staff').description('manage staff accounts')

staff
  .command('add <username>')
  .description('create a staff account, or give an existing one staff rights and a new password')
  .action((username: string) => addStaff(readConfig(process.env), username))

staff
  .command('reset-two-factor <username>')
  .description('turn two-factor authentication off for an account that has lost it')
  .action((username: string) => resetTwoFactor(readConfig(process.env), username))

program
  .command('ledger')
  .description('look after the books')
  .command('verify')
  .description('recompute every invariant from the transfers; exit 1 if one does not hold')
  .action(async () => {
    const clean = await verifyLedger(readConfig(process.env))
    process.exitCode = clean ? 0 : 1
  })

program
  .command('backup <file>')
  .description('write everything as it is now into a file, while Souk serves')
  .action((file: string) => backUp(readConfig(process.env), file))

program
  .command('restore <file>')
  .description('fill an empty database with a backup; exit 1 if its ledger is not clean')
  .option(
    '--nothing-since',
    'nobody used the Souk after the backup was made: numbers go on from there',
  )
  .option('--new-key', 'the secret key is lost: restore what is not sealed by it')
  .action(async (file: string, options: RestoreOptions) => {
    const clean = await restore(readConfig(process.env), file, options)
    process.exitCode = clean ? 0 : 1
  })

program
  .command('skip-numbers')
  .description('give no number out twice, after PostgreSQL itself has restored an earlier database')
  .action(() => skipNumbers(readConfig(process.env)))

try {
  await program.parseAsync()
} catch (error) {
  const expected = [ConfigError, EmbeddedPostgresError, BackupRefused].some(
    (kind) => error instanceof kind,
  )
  process.stderr.write(
    `${expected ? (error as Error).message : ((error as Error).stack ?? error)}\n`,
  )
  process.exitCode = 2
}
