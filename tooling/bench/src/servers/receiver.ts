import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How long it took from the first of some requests to the last. */
export interface Took {
  readonly milliseconds: number
}

// Takes whatever comes. Told to expect so many requests, it says how long they took.

let expected = Number.POSITIVE_INFINITY
let come = 0
let first = 0

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(204).end()
    if (come === 0) first = performance.now()
    come += 1
    if (come === expected)
      process.send?.({ milliseconds: performance.now() - first } satisfies Took)
  })
})
process.on('message', (message: { expect: number }) => {
  expected = message.expect
  come = 0
  process.send?.('ready')
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
