import { Parser } from '@asyncapi/parser'
import { soukAsyncApiText } from './committed.ts'

// Whether AsyncAPI's own parser takes the committed document, examples included. Warnings count.
const WARNING = 1

const { diagnostics } = await new Parser().parse(soukAsyncApiText())
const found = diagnostics.filter(({ severity }) => severity <= WARNING)
if (found.length > 0) {
  throw new Error(found.map(({ path, message }) => `${path.join('/')}: ${message}`).join('\n'))
}
