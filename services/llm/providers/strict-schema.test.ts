import { expect, test } from 'bun:test'
import { fitsStrictMode } from './strict-schema.ts'

const closed = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

test.each([
  ['closed with all fields required', closed({ a: { type: 'string' } }, ['a']), true],
  ['without fields', closed({}, []), true],
  ['a field that may be absent', closed({ a: { type: 'string' }, b: { type: 'string' } }, ['a']), false],
  ['open', { type: 'object', properties: { a: {} }, required: ['a'] }, false],
  ['open further down', closed({ a: { type: 'array', items: { type: 'object' } } }, ['a']), false],
  ['a field called properties', closed({ properties: { type: 'string' } }, ['properties']), true],
  ['an enum of objects', closed({ a: { enum: [{ type: 'object' }] } }, ['a']), true],
])('%s', (_what, schema, fits) => {
  expect(fitsStrictMode(schema)).toBe(fits)
})
