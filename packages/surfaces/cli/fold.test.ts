import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { fold, widthFor } from './fold.ts'

test('no line is longer than the width, unless it is one word, and no word is lost', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 60 }), fc.integer({ min: 10, max: 120 }), fc.nat(8), (text, width, depth) => {
      const indent = ' '.repeat(depth)
      const folded = fold(text, width + depth, indent)
      expect(folded.split(/\s+/)).toEqual(text.split(' '))
      for (const line of folded.split('\n'))
        expect(line.length <= width + depth || !line.trim().includes(' ')).toBe(true)
    }),
  )
})

test('text is folded to the terminal, and never wider than one can read', () => {
  expect([undefined, 30, 80, 300].map(widthFor)).toEqual([100, 40, 80, 100])
})
