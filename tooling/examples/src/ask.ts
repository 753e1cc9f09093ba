import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { FORM_TYPE, formOf } from '@souk/server/testing/files'

/** A file, as a form sends it. */
export interface SentFile {
  readonly name: string
  readonly content: Uint8Array
}

/** A request as it goes over the line. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly token?: string | undefined
  /** Text goes as it is, everything else as JSON. */
  readonly body?: unknown
  readonly file?: SentFile | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  /** Undefined where nothing came, and for a file. */
  readonly body: unknown
  readonly cookie: string | undefined
}

/** Sends a request. With Node's own client, for `fetch` gives no GET a body. */
export async function ask(url: string, { method, path, token, headers, ...sent }: Asked) {
  const { bytes, type } = bodyOf(sent)
  const asking = request(url + path, {
    method,
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      'content-length': bytes.length,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  })
  return new Promise<Answered>((resolve, reject) => {
    asking.on('error', reject)
    asking.on('response', async (response) => {
      const isJson = response.headers['content-type']?.startsWith('application/json')
      const said = await text(response)
      const [cookie] = response.headers['set-cookie'] ?? []
      resolve({
        status: response.statusCode ?? 0,
        body: isJson ? JSON.parse(said) : undefined,
        cookie: cookie && /(?<=^session=)[^;]+/.exec(cookie)?.[0],
      })
    })
    asking.end(bytes)
  })
}

function bodyOf({ body, file }: Pick<Asked, 'body' | 'file'>): { bytes: Buffer; type?: string } {
  if (file) return { bytes: formOf({ ...file, type: 'application/pdf' }), type: FORM_TYPE }
  if (body === undefined) return { bytes: Buffer.alloc(0) }
  const written = typeof body === 'string' ? body : JSON.stringify(body)
  return { bytes: Buffer.from(written), type: 'application/json' }
}
