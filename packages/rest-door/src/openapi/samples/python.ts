import { queryOf, type SampleRequest } from './request.ts'

/** The request with Python's `requests`; `souk` is where Souk is, `token` the caller's access token. */
export function pythonSample(request: SampleRequest): string {
  const { method, path, body, fileField, isSignedIn, isRepeatable, answer } = request
  const headers = [
    isSignedIn && '"Authorization": f"Bearer {token}"',
    isRepeatable && '"Idempotency-Key": str(uuid.uuid4())',
  ].filter(Boolean)
  const options = [
    `souk + ${JSON.stringify(path + queryOf(request))}`,
    headers.length > 0 && `headers={${headers.join(', ')}}`,
    body && fileField === undefined && `json=${literal(body)}`,
    fileField !== undefined && `files={"${fileField}": open("receipt.pdf", "rb")}`,
  ].filter(Boolean)
  return [
    ...(isRepeatable ? ['import uuid'] : []),
    'import requests',
    '',
    `answer = requests.${method.toLowerCase()}(\n    ${options.join(',\n    ')},\n)`,
    'answer.raise_for_status()',
    ...SHOWN[answer],
  ].join('\n')
}

/** What is done with an answer. */
const SHOWN = {
  json: ['print(answer.json())'],
  file: ['content = answer.content'],
  nothing: [],
} as const

const WORDS = new Map<unknown, string>([
  [true, 'True'],
  [false, 'False'],
  [null, 'None'],
])

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, of]) => of !== undefined)
    return `{${fields.map(([key, of]) => `${JSON.stringify(key)}: ${literal(of)}`).join(', ')}}`
  }
  return WORDS.get(value) ?? JSON.stringify(value)
}
