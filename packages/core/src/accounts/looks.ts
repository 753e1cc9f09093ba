import unhomoglyph from 'unhomoglyph'

/**
 * The forms in which names are held against each other: as it is written, and all in one case, for
 * an I looks like an l, and an i does not.
 */
const FORMS: readonly ((name: string) => string)[] = [
  (name) => `x ${skeleton(name).toLowerCase()}`,
  (name) => `l ${skeleton(name.toLowerCase())}`,
  (name) => `u ${skeleton(name.toUpperCase())}`,
]

/** Two names can be taken for each other if they have one of their looks in common. */
export function looksOf(name: string): string[] {
  const plain = plainly(name)
  return FORMS.map((form) => form(plain))
}

/** The same without regard to what stands between the letters: `Root Admin` looks like `root_admin`. */
export function looseLooksOf(name: string): string[] {
  return looksOf(lettersOf(name))
}

const STRONG =
  'souk admin administrator administration moderator support staff official officials helpdesk escrow system'.split(
    ' ',
  )
const WEAK =
  'the of from at root bot team help desk service services customer care security account accounts payments'.split(
    ' ',
  )

/** In each form, what is made of nothing but the words by which a house speaks. */
const HOUSE = FORMS.map((form) => {
  const oneOf = (words: readonly string[]) =>
    `(?:${words.map((word) => form(word).slice(2)).join('|')})`
  const weak = oneOf(WEAK)
  return new RegExp(`^. ${weak}*${oneOf(STRONG)}(?:${weak}|${oneOf(STRONG)})*$`, 'u')
})

/** Whether a name looks like the house's own: `Souk`, `Ѕоuk Support`, `admin`. */
export function looksLikeHouse(name: string): boolean {
  return looseLooksOf(name).some((look, form) => HOUSE[form]?.test(look))
}

const plainly = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/^[@\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim()

const lettersOf = (name: string) => name.normalize('NFKC').replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** As Unicode TR39 has it: what looks the same is the same. */
function skeleton(text: string): string {
  const seen = text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return unhomoglyph(seen).normalize('NFD')
}
