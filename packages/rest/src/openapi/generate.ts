import { writeFile } from 'node:fs/promises'
import { openApiText } from './index.ts'

/** Writes the committed copy of the document. */
await writeFile(new URL('../../openapi.json', import.meta.url), openApiText())
