import { statements } from '@souk/database'
import { checkStatements } from '@souk/ledger'
import { claims } from '../domains.ts'

// Every statement that core names, and nothing that a test does: for a process of its own.
checkStatements(claims)
process.stdout.write(JSON.stringify(statements()))
