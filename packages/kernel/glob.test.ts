import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { globMatches } from './glob.ts'

test.each([
  ['fs.*', 'fs.read', true],
  ['fs.*', 'git.read', false],
  ['workspace:*', 'workspace:main.tf', true],
  ['workspace:*', 'workspace:envs/main.tf', false],
  ['workspace:**', 'workspace:envs/dev/main.tf', true],
  ['workspace:**/.env', 'workspace:.env', true],
  ['workspace:**/.env', 'workspace:a/b/.env', true],
  ['workspace:**/.env', 'workspace:foo.env', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['{a,b}.tf', 'b.tf', true],
  ['{a,{b,c}d}', 'cd', true],
  ['{a,{b,c}d}', 'c', false],
  ['{,x}a', 'a', true],
  ['a.b', 'axb', false],
  ['a+(b)[c]$^|\\', 'a+(b)[c]$^|\\', true],
  ['', '', true],
  ['**', '', true],
  ['*', 'line\nbreak', true],
] as const)('%s and %s: %p', (pattern, text, matches) => {
  expect(globMatches(pattern, text)).toBe(matches)
})

test.each(['{a', 'a}', '}{', '{a,{b}', '{', '}'])(
  '%s has a brace without a partner, which stands for itself',
  (pattern) => {
    expect(globMatches('{a', '{a')).toBe(true)
    expect(globMatches(pattern, 'something else')).toBe(false)
  },
)

/** The same rules, written as an expression of the language; only for patterns without braces. */
const asExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^$()|[\]\\{}]/g, (found) => {
      if (found === '**/') return '(?:.*/)?'
      if (found === '**') return '.*'
      if (found === '*') return '[^/]*'
      return found === '?' ? '[^/]' : `\\${found}`
    })}$`,
    's',
  )

test('it agrees with the regular expressions of the language', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '**', '**/', '?'), maxLength: 8 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, (glob, word) => {
      // Three stars in a row say the same as two in either reading, but not which two.
      fc.pre(!glob.includes('***'))
      expect(globMatches(glob, word)).toBe(asExpression(glob).test(word))
    }),
    { numRuns: 3000 },
  )
})

test('braces mean the same as their options written out', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/'), maxLength: 3 })
  fc.assert(
    fc.property(
      word,
      word,
      word,
      word,
      fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 }),
      (w, x, y, z, text) => {
        expect(globMatches(`${w}{${x},${y}}${z}`, text)).toBe(
          globMatches(w + x + z, text) || globMatches(w + y + z, text),
        )
      },
    ),
  )
})

test('a pattern made to hurt takes no time', () => {
  const started = performance.now()
  expect(globMatches(`${'**a'.repeat(100)}!`, `${'a'.repeat(3000)}b!`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('folders without end in a pattern are no defect of ours', () => {
  expect(globMatches(`${'**/'.repeat(100_000)}a?c`, 'x/y/abc')).toBe(true)
})

test('braces that stand for too many patterns are refused', () => {
  expect(() => globMatches('{a,b}'.repeat(30), 'a')).toThrow('more than 1000')
  expect(() => globMatches('*?'.repeat(3000), 'a')).toThrow('is too long')
})
