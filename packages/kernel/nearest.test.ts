import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { nearest } from './nearest.ts'

const words = ['apply', 'approve', 'doctor', 'history', 'undo']

test.each([
  ['aply', 'apply'],
  ['docotr', 'doctor'],
  ['histroy', 'history'],
  ['UNDO', 'undo'],
  ['xyz', undefined],
  ['', undefined],
] as const)('%p meant %p', (typed, meant) => {
  expect(nearest(typed, words)).toBe(meant)
})

test('a known word is nearest to itself, and one wrong letter does not matter', () => {
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat(10), fc.constantFrom('x', 'q', ''), (word, at, letter) => {
      expect(nearest(word, words)).toBe(word)
      const place = at % word.length
      expect(nearest(word.slice(0, place) + letter + word.slice(place + 1), words)).toBe(word)
    }),
  )
})
