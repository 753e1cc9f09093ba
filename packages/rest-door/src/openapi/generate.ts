import { writeFile } from 'node:fs/promises'
import { errorCatalogue } from './error-catalogue.ts'
import { generateSoukOpenApi, textOf } from './souk/document.ts'

/** Writes what is committed and served; a test tells when it is out of date. */
await writeFile(new URL('../../openapi.json', import.meta.url), textOf(await generateSoukOpenApi()))
await writeFile(new URL('../../../../docs/guides/errors.md', import.meta.url), errorCatalogue())
