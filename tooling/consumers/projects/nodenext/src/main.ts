import { deepStrictEqual } from 'node:assert'
import { WebSocket } from 'ws'
import { EXPECTED, tour } from './tour.js'

// Node 20 has no WebSocket of its own.
deepStrictEqual(await tour(process.env.SOUK_URL ?? '', globalThis.WebSocket ?? WebSocket), EXPECTED)
process.exit(0)
