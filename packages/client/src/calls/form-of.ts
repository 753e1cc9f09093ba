/**
 * The input of a call as a form, where there is a file in it: files do not fit into JSON. Made anew for each
 * attempt, it can be read again.
 */
export function formOf(input: unknown): FormData | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const fields = Object.entries(input)
  if (!fields.some(([, value]) => value instanceof Blob)) return undefined
  const form = new FormData()
  for (const [name, value] of fields) {
    if (value instanceof Blob) form.append(name, value)
    else if (value !== undefined) form.append(name, String(value))
  }
  return form
}
