import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createMatcher } from './matcher.ts'
import { PatternError } from './syntax.ts'

const counts = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '*?')
const characters = fc.constantFrom('a', 'b', 'ü', '.', '[ab]', '[^a]', '\\w', '\\d', '\\s', '\\.', '\\b', '^', '$')

const alternatives = (atom: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.array(fc.tuple(atom, counts), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((options) =>
      options
        .map((parts) => parts.map(([atom, count]) => (/^(\\b|\^|\$)$/.test(atom) ? atom : atom + count)).join(''))
        .join('|'),
    )

// One level of groups: with repeats within repeats the language's own matcher gives up after a while and says no,
// even of a pattern that may match nothing at all.
const group = alternatives(characters).map((inner) => `(${inner})`)
const pattern = alternatives(fc.oneof({ weight: 5, arbitrary: characters }, { weight: 2, arbitrary: group }))

test('it finds a match where the regular expressions of the language find one', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', ' ', '.', '7'), maxLength: 12 })
  fc.assert(
    fc.property(pattern, line, fc.boolean(), (source, text, ignoreCase) => {
      const expected = new RegExp(source, ignoreCase ? 'iu' : 'u').exec(text)?.index ?? -1
      expect(createMatcher(source, { ignoreCase })(text)).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('finds what the language gives up on', () => {
  expect(createMatcher('((|a?){1,3}a?)*?(a(^))|', { ignoreCase: false })('aaaaaaaaaa')).toBe(0)
})

test.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(.*a){20}', '([a-zA-Z]+)*x', '((((){1000}){1000}){1000}){1000}'])(
  '%s takes no time on a line made to hurt it',
  (source) => {
    const started = performance.now()
    createMatcher(source, { ignoreCase: false })(`${'a'.repeat(5000)}!`)
    expect(performance.now() - started).toBeLessThan(10_000)
  },
)

test.each(
  [
    ['(?=a)', 'looking ahead'],
    ['(?<=a)b', 'looking ahead'],
    ['(a)\\1', 'references'],
    ['a{2', 'ends too early'],
    ['*a', 'nothing to repeat'],
    ['(a', 'not closed'],
    ['a)', 'not opened'],
    ['[b-a]', 'backwards'],
    ['((a{1000}){1000})', 'too large'],
    ['('.repeat(50_000), 'too deep'],
    [`a${'{1}'.repeat(50_000)}`, 'too deep'],
    [Array.from({ length: 190 }).reduce<string>((inner) => `(${inner}${'{1}'.repeat(190)})`, 'a'), 'too deep'],
  ].map(([source = '', reason = '']) => [source.slice(0, 40), reason, source] as const),
)('%s is refused: %s', (_shown, reason, source) => {
  expect(() => createMatcher(source, { ignoreCase: false })).toThrow(PatternError)
  expect(() => createMatcher(source, { ignoreCase: false })).toThrow(reason)
})
