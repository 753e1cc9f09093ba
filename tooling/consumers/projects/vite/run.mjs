import { readFileSync } from 'node:fs'

const bundle = readFileSync(new URL('dist/tour.iife.js', import.meta.url), 'utf8')
globalThis.soukUrl = process.env.SOUK_URL
const { exit } = process
// As in a browser: whoever asks for these finds nothing.
for (const name of ['process', 'Buffer', 'global', 'setImmediate']) delete globalThis[name]
new Function(bundle)()
exit((await globalThis.soukTour) ? 0 : 1)
