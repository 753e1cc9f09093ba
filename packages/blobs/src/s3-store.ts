import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { type Blob, type BlobStore, BlobsUnavailable, checkedKey } from './blob-store.ts'
import type { S3Address } from './s3-address.ts'

/** Milliseconds in which the store must have taken a file, or begun to answer. */
const PATIENCE = 30_000
/** Times a request is repeated that the store was too busy for. */
const RETRIES = 2

export interface S3Options {
  /** Milliseconds; shorter in tests. */
  readonly patience?: number
}

/** Keeps files in any store that speaks S3. Their types stay with us: a bucket that leaks shows plain bytes. */
export function createS3Store(
  { endpoint, ...credentials }: S3Address,
  { patience = PATIENCE }: S3Options = {},
): BlobStore {
  const client = new AwsClient({ ...credentials, service: 's3', retries: RETRIES })

  /** Asks the store, and gives up where it does not begin to answer. */
  async function ask(key: string, init: RequestInit): Promise<Response> {
    const url = endpoint + checkedKey(key)
    const waiting = new AbortController()
    const timer = setTimeout(() => waiting.abort(new Error('no answer in time')), patience)
    try {
      return await client.fetch(url, { ...init, redirect: 'error', signal: waiting.signal })
    } catch (cause) {
      throw new BlobsUnavailable('The store of files is out of reach', { cause })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async put(key, { path, size, sha256 }) {
      const body = await openAsBlob(path)
      const headers = {
        'content-length': String(size),
        'content-type': 'application/octet-stream',
        'x-amz-content-sha256': sha256,
      }
      await done(await ask(key, { method: 'PUT', body, headers }))
    },
    async get(key) {
      const response = await ask(key, { method: 'GET' })
      return response.status === 404 ? void (await emptied(response)) : contentOf(response)
    },
    async remove(key) {
      const response = await ask(key, { method: 'DELETE' })
      await (response.status === 404 ? emptied(response) : done(response))
    },
  }
}

async function contentOf(response: Response): Promise<Blob> {
  const { body } = response
  if (!response.ok || !body) throw await refusal(response)
  const stream = Readable.fromWeb(body as ReadableStream<Uint8Array>)
  return { size: Number(response.headers.get('content-length')), stream }
}

async function done(response: Response): Promise<void> {
  if (!response.ok) throw await refusal(response)
  await emptied(response)
}

async function refusal(response: Response): Promise<BlobsUnavailable> {
  await emptied(response)
  return new BlobsUnavailable(`The store of files has answered ${response.status}`)
}

/** Lets the connection be used again. */
async function emptied({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => {})
}
