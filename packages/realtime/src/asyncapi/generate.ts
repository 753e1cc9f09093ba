import { writeFile } from 'node:fs/promises'
import { generateSoukAsyncApi, textOf } from './souk/document.ts'

/** Writes the document that is committed and served; a test tells when it is out of date. */
await writeFile(new URL('../../asyncapi.json', import.meta.url), textOf(generateSoukAsyncApi()))
