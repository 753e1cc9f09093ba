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

/** The looks of a name, as it is and without what it may be dressed up with: `(alice)`, `a l i c e`. */
export function undressedLooksOf(name: string): string[] {
  const words = name.replace(/[^\p{L}\p{M}\p{N}\s]/gu, '').trim()
  const isSpaced = words.split(/\s+/u).every((word) => /^\p{L}\p{M}*$/u.test(word))
  return [...looksOf(name), ...looksOf(isSpaced ? words.replace(/\s/gu, '') : words)]
}

/** By one of these a name is the house's, for everybody or in what one calls oneself. */
const HOUSE = 'souk admin moderator support official helpdesk escrow'.split(' ')
const ROLES = [...HOUSE, ...'staff system security billing disputes compliance team'.split(' ')]

/** What stands beside them. No two of these make a third: there is one way to read a name. */
const BESIDE =
  'the of from at root bot team help desk service services customer care security billing disputes compliance account accounts payments p2p member members agent souk admin admins administrator administrators administration moderator moderators support staff official officials escrow system'.split(
    ' ',
  )

/** In each form, what has one of the words in it and is made of nothing but such words. */
function madeOf(words: readonly string[]): RegExp[] {
  return FORMS.map((form) => {
    const oneOf = (list: readonly string[]) => list.map((word) => form(word).slice(2)).join('|')
    return new RegExp(`^. (?=.*(?:${oneOf(words)}))(?:${oneOf(BESIDE)})+$`, 'u')
  })
}

const HOUSE_NAMES = madeOf(HOUSE)
const ROLE_NAMES = madeOf(ROLES)

const isOneOf = (names: readonly RegExp[], name: string) =>
  looseLooksOf(name).some((look, form) => names[form]?.test(look))

/** Whether a name looks like the house's own: `Souk`, `Ѕоuk Support`, `admin`. */
export const looksLikeHouse = (name: string) => isOneOf(HOUSE_NAMES, name)

/** Whether it says, or seems to say, that its owner speaks for the house: `Staff` too. */
export const looksLikeRole = (name: string) => isOneOf(ROLE_NAMES, name)

const plainly = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/^[@\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Marks make no other name of it: `Soük`. */
const lettersOf = (name: string) => name.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '')

/** As Unicode TR39 has it: what looks the same is the same. */
function skeleton(text: string): string {
  const seen = text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return unhomoglyph(seen).normalize('NFD')
}
