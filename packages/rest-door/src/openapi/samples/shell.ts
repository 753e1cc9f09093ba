import { queryOf, type SampleRequest } from './request.ts'

/** The request with curl; `$SOUK` is where Souk is, `$TOKEN` the caller's access token. */
export function shellSample(request: SampleRequest): string {
  const { method, path, body, fileField, isSignedIn, isRepeatable, answer } = request
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(`$SOUK${path}${queryOf(request)}`)}`,
    isSignedIn && '-H "Authorization: Bearer $TOKEN"',
    isRepeatable && '-H "Idempotency-Key: $(uuidgen)"',
    body && fileField === undefined && "-H 'Content-Type: application/json'",
    body && fileField === undefined && `-d ${literal(JSON.stringify(body))}`,
    fileField !== undefined && `-F '${fileField}=@receipt.pdf'`,
    answer === 'file' && '-o file',
  ]
  return parts.filter(Boolean).join(' \\\n  ')
}

/** In quotes in which a variable still counts. */
const quoted = (text: string) => `"${text.replace(/["`\\]/g, '\\$&')}"`
/** In quotes in which nothing counts. */
const literal = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
