import { readFileSync } from 'node:fs'

const bundle = readFileSync(new URL('dist/tour.iife.js', import.meta.url), 'utf8')
globalThis.soukUrl = process.env.SOUK_URL
// As in a browser: whoever asks for these finds nothing.
const missing = ['process', 'Buffer', 'global', 'require', 'setImmediate']
new Function(...missing, bundle)()
process.exit((await globalThis.soukTour) ? 0 : 1)
