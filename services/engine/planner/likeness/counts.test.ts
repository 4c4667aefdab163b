import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { countsText, readCounts } from './counts.ts'

const feature = fc.stringMatching(/^[a-z<>^$ _-]{1,12}$/)
const sayings = fc.array(
  fc.record({
    of: fc.constantFrom('git.log', 'git.add', 'nothing'),
    features: fc.array(feature, { maxLength: 6 }).map((each) => new Set(each)),
  }),
  { maxLength: 30 },
)

test('counts are read as they were written, whatever was said', () => {
  fc.assert(
    fc.property(sayings, (said) => {
      const counts = readCounts(countsText(said, 1))
      for (const [at, of] of counts.classes.entries()) {
        const own = said.filter((each) => each.of === of)
        expect(counts.sayings[at]).toBe(own.length)
        expect(counts.features[at]).toBe(own.reduce((sum, { features }) => sum + features.size, 0))
        for (const each of new Set(own.flatMap(({ features }) => [...features]))) {
          const numbers = counts.of(each)
          const pair = numbers.findIndex((place, i) => i % 2 === 0 && place === at)
          expect(numbers[pair + 1]).toBe(own.filter(({ features }) => features.has(each)).length)
        }
      }
    }),
  )
})

test('what too few have said is not counted', () => {
  const said = ['a', 'a', 'b'].map((word) => ({ of: 'git.log', features: new Set([word]) }))
  const counts = readCounts(countsText(said, 2))
  expect(counts.of('a')).toEqual([0, 2])
  expect(counts.of('b')).toEqual([])
  expect(counts.different).toBe(1)
})
