import { plainly } from '../category-leads.ts'

/** Characters of a word that count; PostgreSQL takes 2046 bytes. */
const MOST_LETTERS = 64
/** Different words of one text that count. */
const MOST_WORDS = 2000
/** Words that are looked for; the others would only make it slower. */
const MOST_SOUGHT = 16

const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** Letters of scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]\p{M}*/gu

/** The words of a text: what PostgreSQL's configuration `simple` makes of it, in any script and locale. */
function wordsOf(text: string): string[] {
  return (plainly(text).match(WORD) ?? []).map((word) => [...word].slice(0, MOST_LETTERS).join(''))
}

/** What is indexed of a word: of one without spaces in it, each letter and each two that follow. */
function indexed(word: string): string[] {
  const letters = word.match(UNSPACED)
  if (!letters) return [word]
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  return [word, ...letters, ...pairs]
}

/** A category among words: no word begins like this. */
const inCategory = (lead: string) => `=${lead}`

/**
 * A tsvector, as PostgreSQL reads it. Where something stands counts for nothing.
 * @param leads what its category is found by
 */
export function searchVector(texts: readonly string[], leads: readonly string[] = []): string {
  const words = new Set(texts.flatMap(wordsOf).flatMap(indexed))
  const kept = [...words].slice(0, MOST_WORDS)
  return [...leads.map(inCategory), ...kept].map(quoted).join(' ')
}

/** A tsquery that nothing fits, for a text without any word: no text has this for one. */
const NOTHING = `'!'`

/**
 * A tsquery for all of the words, the last of which may have only begun; undefined where nothing is
 * sought.
 * @param category in which alone it is, as `categoryKey` has it
 */
export function searchQuery(text = '', category?: string): string | undefined {
  if (text.trim() === '') return undefined
  const words = [...new Set(wordsOf(text))].slice(-MOST_SOUGHT)
  if (words.length === 0) return NOTHING
  const sought = words.map((word, i) => soughtOf(word, i === words.length - 1))
  return [...(category === undefined ? [] : [quoted(inCategory(category))]), ...sought].join(' & ')
}

/**
 * The words of a product and its seller's number, as the index `products_words` has them: with those of
 * one seller it reads no more than both have.
 */
export const WITH_SELLER = `(p.search || array_to_tsvector(array['@' || p.seller_id::text]))`

/** A tsquery for what it says, of one seller alone. */
export const ofSeller = (query: string, sellerId: number) => `'@${sellerId}' & ${query}`

function soughtOf(word: string, isLast: boolean): string {
  const letters = word.match(UNSPACED)
  if (!letters) return `${quoted(word)}${isLast ? ':*' : ''}`
  // Beside letters of other scripts it is as it was written.
  if (letters.join('') !== word) return `${quoted(word)}:*`
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  return (pairs.length > 0 ? pairs : letters).map(quoted).join(' & ')
}

const quoted = (word: string) => `'${word.replace(/['\\]/g, '$&$&')}'`
