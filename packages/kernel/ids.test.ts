import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { NimbusError } from './errors.ts'
import { type IdKind, isIdPrefix, newId, onlyOne, shortestPrefix } from './ids.ts'

const kinds: readonly IdKind[] = ['r', 'p', 't', 'a', 'g']

test('an id is its kind and twenty characters, and never the same twice', () => {
  const ids = Array.from({ length: 2000 }, () => newId('r'))
  expect(new Set(ids).size).toBe(2000)
  for (const id of ids) expect(id).toMatch(/^r_[a-z2-7]{20}$/)
})

test('every start of an id that is long enough stands for it, and no shorter one', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(22), (kind, length) => {
      const start = newId(kind).slice(0, length)
      expect(isIdPrefix(start, kind)).toBe(length >= 2 + shortestPrefix)
    }),
  )
})

test.each(['', 'r_', 'r_abc', 'p_abcd', 'r_ABCD', 'r_ab1d', 'r_%%%%', `r_${'a'.repeat(21)}`])(
  '%p is no start of a run',
  (text) => {
    expect(isIdPrefix(text, 'r')).toBe(false)
  },
)

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof NimbusError) return thrown.data.code
    throw thrown
  }
  return 'nothing'
}

test('a start names one record, an exact id wins, and several or none are errors', () => {
  const records = [{ id: 'r_aaaa' }, { id: 'r_aaaab' }]
  expect(onlyOne('r_aaaa', records, 'run')).toEqual({ id: 'r_aaaa' })
  expect(onlyOne('r_aaaab', records.slice(1), 'run')).toEqual({ id: 'r_aaaab' })
  expect(codeOf(() => onlyOne('r_aaa', records, 'run'))).toBe('ambiguous-id')
  expect(codeOf(() => onlyOne('r_zzzz', [], 'run'))).toBe('not-found')
})
