import { writeFile } from 'node:fs/promises'
import { soukOpenApiText } from './souk/document.ts'

/** Writes the committed copy of the document; a test tells when it is out of date. */
await writeFile(new URL('../../openapi.json', import.meta.url), soukOpenApiText())
