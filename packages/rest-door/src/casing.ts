/** `perPage` → `per_page` */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Leaves a key as the SDK has it. */
export function camelCase(key: string): string {
  return key
}
