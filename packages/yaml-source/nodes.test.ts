import { expect, test } from 'bun:test'
import { isScalar, parseDocument } from 'yaml'
import { nodesIn, repeatedKeys } from './nodes.ts'

const contents = (text: string) => parseDocument(text, { uniqueKeys: false }).contents

test('nodes come in the order of the text', () => {
  const scalars = [...nodesIn(contents('a: [b, {c: d}]\ne: f\n'))].filter(isScalar).map(({ value }) => value)
  expect(scalars).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test.each<[string, unknown[]]>([
  ['a: 1\nb: 2\n', []],
  ['a: {b: 1}\nb: 2\n', []],
  ['a: 1\n"a": 2\na: 3\n', ['a', 'a']],
  ['- {1: x, "1": y, 0x1: z}\n', [1]],
  ['- [a, a]\n', []],
  ['', []],
])('%j repeats the keys %j', (text, keys) => {
  expect([...repeatedKeys(contents(text))].map(({ value }) => value)).toEqual(keys)
})

test('brackets within brackets take no more time than their length', () => {
  const deep = contents('['.repeat(4000) + ']'.repeat(4000))
  const start = performance.now()
  expect([...nodesIn(deep)]).toHaveLength(4000)
  expect(performance.now() - start).toBeLessThan(10_000)
})
