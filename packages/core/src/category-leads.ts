/** As two texts have it that are to be found alike. */
export const plainly = (text: string) => text.normalize('NFKC').toLowerCase().normalize('NFKC')

const LETTER = /[\p{L}\p{N}\p{M}]/u

/** A category without regard to case. */
export const categoryKey = (category: string) => plainly(category).trim().replace(/\s+/g, ' ')

/** What a category is found by: the whole of it, and its beginnings that end with a word. */
export function categoryLeads(category: string): string[] {
  const letters = [...categoryKey(category)]
  const isInWord = (i: number) => LETTER.test(letters[i - 1] ?? '') && LETTER.test(letters[i] ?? '')
  const ends = letters.map((_, i) => i + 1).filter((end) => !isInWord(end))
  return [...new Set(ends.map((end) => letters.slice(0, end).join('').trim()))]
}
