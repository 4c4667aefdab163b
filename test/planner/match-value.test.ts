import { expect, test } from 'bun:test'
import { type Comparing, matcherOf, matches } from './match-value.ts'

const plain: Comparing = { stepId: (number) => `s${number}`, madeBy: () => [], paths: false }
const asPaths: Comparing = { ...plain, paths: true }

test('values are compared exactly, and lists without their order', () => {
  expect(matches('eu-west-1', 'eu-west-1', plain)).toBe(true)
  expect(matches('eu-west-1', 'eu-west-2', plain)).toBe(false)
  expect(matches(3, '3', plain)).toBe(false)
  expect(matches(['vpc', 'rds'], ['rds', 'vpc'], plain)).toBe(true)
  expect(matches(['vpc', 'rds'], ['vpc', 'vpc'], plain)).toBe(false)
  expect(matches(['vpc'], ['vpc', 'rds'], plain)).toBe(false)
  expect(matches({ a: 1 }, { a: 1, b: 2 }, plain)).toBe(false)
  expect(matches({ a: 1 }, undefined, plain)).toBe(false)
})

test('paths may be written in several ways, other texts may not', () => {
  expect(matches('envs/dev', './envs/dev/', asPaths)).toBe(true)
  expect(matches('.', './', asPaths)).toBe(true)
  expect(matches('envs/dev', 'envs/dev/', plain)).toBe(false)
  expect(matches('envs/dev', '/envs/dev', asPaths)).toBe(false)
})

test('$any takes everything but nothing', () => {
  expect(matches({ $any: true }, 0, plain)).toBe(true)
  expect(matches({ $any: true }, undefined, plain)).toBe(false)
})

test('$oneOf takes one of its values, which may be matchers', () => {
  const expected = { $oneOf: ['7d', { $has: ['week'] }] }
  expect(matches(expected, '7d', plain)).toBe(true)
  expect(matches(expected, 'one Week', plain)).toBe(true)
  expect(matches(expected, '8d', plain)).toBe(false)
})

test('$has wants every fragment, in any case', () => {
  expect(matches({ $has: ['Rotate', 'keys'] }, 'rotate the KEYS\n', plain)).toBe(true)
  expect(matches({ $has: ['rotate', 'keys'] }, 'rotate', plain)).toBe(false)
  expect(matches({ $has: ['3'] }, 3, plain)).toBe(false)
})

test('$set wants its members, allows some more, and nothing else', () => {
  const expected = { $set: ['rds'], may: ['vpc'] }
  expect(matches(expected, ['rds'], plain)).toBe(true)
  expect(matches(expected, ['vpc', 'rds'], plain)).toBe(true)
  expect(matches(expected, ['vpc'], plain)).toBe(false)
  expect(matches(expected, ['rds', 'eks'], plain)).toBe(false)
})

test('$yaml wants a text that says at least so much', () => {
  const expected = { $yaml: { components: { vpc: { nat: 'none' } } } }
  expect(matches(expected, 'name: x\ncomponents:\n  vpc: { nat: none, cidr: 10.0.0.0/16 }\n', plain)).toBe(true)
  expect(matches(expected, 'components: { vpc: true }', plain)).toBe(false)
  expect(matches(expected, '{{{', plain)).toBe(false)
})

test('$step wants a reference to the step that stands for the expected one, or one of the values', () => {
  const expected = { $step: 2, pointer: '/id', or: ['t_abcd'] }
  expect(matches(expected, { $from: { step: 's2', pointer: '/id' } }, plain)).toBe(true)
  expect(matches(expected, { $from: { step: 's1', pointer: '/id' } }, plain)).toBe(false)
  expect(matches(expected, { $from: { step: 's2', pointer: '/directory' } }, plain)).toBe(false)
  expect(matches(expected, 't_abcd', plain)).toBe(true)
  expect(matches({ $step: 2 }, { $from: { step: 's2', pointer: '/directory' } }, plain)).toBe(true)
})

test('a misspelt matcher is an error and no value', () => {
  expect(() => matcherOf({ $onOf: ['a'] })).toThrow()
})
