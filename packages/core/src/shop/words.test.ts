import { describe, expect, test } from 'vitest'
import { categoryLeads } from '../category-leads.ts'
import { searchQuery, searchVector } from './words.ts'

describe('a search is made of words', () => {
  test.each([
    ['VPN', `'vpn':*`],
    ['  premium   VPN sub', `'premium' & 'vpn' & 'sub':*`],
    ['ＶＰＮ', `'vpn':*`],
    ['Straße', `'straße':*`],
    ['МОСКВА', `'москва':*`],
    ['日本茶', `'日本' & '本茶'`],
    ['茶', `'茶'`],
    ['हिन्दी', `'हिन्दी':*`],
    ["a' & !(b | c) <-> d:*", `'a' & 'b' & 'c' & 'd':*`],
    ['C++', `'c':*`],
  ])('%s', (text, query) => {
    expect(searchQuery(text)).toBe(query)
  })

  test('nothing is sought by spaces, and nothing found by signs alone', () => {
    expect(searchQuery(' \n ')).toBeUndefined()
    expect(searchQuery('&|!()')).toBe(`'!'`)
  })

  test('of very many, the last count', () => {
    const many = Array.from({ length: 60 }, (_, i) => `w${i}`).join(' ')
    expect(searchQuery(many)?.split(' & ')).toHaveLength(16)
    expect(searchQuery(many)).toMatch(/'w59':\*$/)
  })
})

test('of words without spaces, each letter and each two that follow are indexed', () => {
  expect(searchVector(['緑茶 Tea', 'tea'])).toBe(`'緑茶' '緑' '茶' 'tea'`)
})

test.each([
  ['Art & Design', ['art', 'art &', 'art & design']],
  ['  Digital \t Goods ', ['digital', 'digital goods']],
  ['Artisanal', ['artisanal']],
  ['ÉCOLE', ['école']],
])('%s is found by its leading words', (category, leads) => {
  expect(categoryLeads(category)).toEqual(leads)
})

test('a category is a word of its own, whatever signs are in it', () => {
  expect(searchVector(['a'], [`bob's \\ wares`])).toBe(`'=bob''s \\\\ wares' 'a'`)
  expect(searchQuery('a', `bob's`)).toBe(`'=bob''s' & 'a':*`)
})
