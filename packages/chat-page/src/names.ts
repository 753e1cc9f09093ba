const NAMES = [
  'amina',
  'bello',
  'chidi',
  'dayo',
  'efe',
  'femi',
  'halima',
  'idris',
  'kemi',
  'zainab',
]

/** A username that is hardly taken. */
export function newName(): string {
  const [which = 0, number = 0] = crypto.getRandomValues(new Uint32Array(2))
  return `${NAMES[which % NAMES.length]}-${(number % 100_000).toString().padStart(5, '0')}`
}
