import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import sharp from 'sharp'
import type { Answer } from './http-client.ts'
import { checkAnswer } from './openapi-check.ts'

const BOUNDARY = 'the-boundary-of-a-form'

/** What a form says of its file. */
export interface FormFile {
  readonly content: Uint8Array | string
  readonly name?: string
  readonly type?: string
  readonly field?: string
}

/** A form as it goes over the line. */
export function formOf({
  content,
  name = 'file.bin',
  type = 'application/octet-stream',
  field = 'file',
}: FormFile): Buffer {
  const head =
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n` +
    `Content-Type: ${type}\r\n\r\n`
  return Buffer.concat([
    Buffer.from(head),
    Buffer.from(content),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ])
}

export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

export interface SendOptions {
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
}

/** Sends a file; the answer is held against the OpenAPI document. */
export async function sendFile(
  url: string,
  file: FormFile,
  { token, headers, signal }: SendOptions = {},
): Promise<Answer> {
  const path = '/chat/attachments/'
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      'content-type': FORM_TYPE,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: formOf(file),
    ...(signal && { signal }),
  })
  const body = await response.json()
  const answer = { status: response.status, body, headers: response.headers }
  checkAnswer({ method: 'POST', path, ...answer })
  return answer
}

/** Sends a file as browsers do. @returns the body of the answer */
export async function sendForm(url: string, token: string, file: File): Promise<Answer['body']> {
  const form = new FormData()
  form.append('file', file)
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/chat/attachments/`, { method: 'POST', headers, body: form })
  return response.json()
}

/** Gets a file with its bytes. */
export async function getFile(url: string, id: string, token?: string) {
  const path = `/chat/attachments/${id}/`
  const response = await fetch(url + path, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.includes('json')
  const body = isJson ? JSON.parse(bytes.toString()) : undefined
  checkAnswer({ method: 'GET', path, status: response.status, headers: response.headers, body })
  return { status: response.status, headers: response.headers, bytes, body }
}

/** The head of an upload, and however much of its body, on a line of its own. */
export async function beginUpload(
  url: string,
  token: string,
  { length, part }: { length: number; part: Uint8Array },
): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(
    `POST /chat/attachments/ HTTP/1.1\r\nHost: souk\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: ${FORM_TYPE}\r\nContent-Length: ${length}\r\n\r\n`,
  )
  socket.write(part)
  return socket
}

/** A PDF of so many bytes. */
export function pdfOf(size: number): Buffer {
  const [head, tail] = ['%PDF-1.7\n%', '\n%%EOF\n']
  return Buffer.from(head + 'x'.repeat(size - head.length - tail.length) + tail)
}

/** A picture of one colour, or with what a camera adds. */
export function pictureOf(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff',
  { width = 40, height = 20 } = {},
) {
  return sharp({ create: { width, height, channels: 3, background: '#c04020' } }).toFormat(format)
}
