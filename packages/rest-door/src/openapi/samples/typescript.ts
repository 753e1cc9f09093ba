import type { Procedure } from '@souk/contract'

/** The call with the SDK; `souk` is a client of the caller's. */
export function typescriptSample(path: string, { kind }: Procedure, input: unknown): string {
  const call = kind === 'mutation' ? 'mutate' : 'query'
  return `const answer = await souk.${path}.${call}(${input === undefined ? '' : literal(input)})`
}

/** A value as people write it: names without quotes, strings in single ones. */
function literal(value: unknown, indent = ''): string {
  const deeper = `${indent}  `
  if (value instanceof File) return `new File([bytes], ${literal(value.name)})`
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return `${value}`
  const fields = Object.entries(value).filter(([, of]) => of !== undefined)
  if (fields.length === 0) return '{}'
  const written = fields.map(([key, of]) => `${nameOf(key)}: ${literal(of, deeper)}`)
  const short = `{ ${written.join(', ')} }`
  if (short.length <= 60 && !short.includes('\n')) return short
  return `{\n${written.map((field) => `${deeper}${field},\n`).join('')}${indent}}`
}

const nameOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`)
