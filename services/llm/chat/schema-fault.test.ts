import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import fc from 'fast-check'
import { schemaFault } from './schema-fault.ts'

test.each([
  ['a type that there is not', { type: 'objekt' }, 'type'],
  ['a list of types with one of them', { type: ['string', 'text'] }, 'type'],
  ['properties that are a list', { type: 'object', properties: ['a'] }, 'properties'],
  ['a property that is a text', { properties: { a: 'string' } }, 'properties.a'],
  [
    'a fault deep inside',
    { anyOf: [{}, { items: { properties: { b: { minLength: -1 } } } }] },
    'anyOf.1.items.properties.b.minLength',
  ],
  ['required as a flag, as in draft 3', { properties: { a: { required: true } } }, 'properties.a.required'],
  ['items of draft 7', { items: [{ type: 'string' }, { type: 'strin' }] }, 'items.1.type'],
  ['a definition', { $defs: { city: 7 } }, '$defs.city'],
  ['an enum that is no list', { enum: 'a, b' }, 'enum'],
])('%s is found where it is', (_what, schema, path) => {
  expect(schemaFault(schema)?.path).toBe(path)
})

test.each([
  ['nothing', {}],
  ['true for anything', true],
  ['a reference', { $ref: '#/$defs/a', $defs: { a: { type: ['string', 'null'] } } }],
  ['a property called type', { type: 'object', properties: { type: { const: 7 } } }],
  ['words of others', { type: 'string', 'x-nimbus-path': 'file', examples: [1] }],
  ['closed', { type: 'object', additionalProperties: false, patternProperties: { '^a': {} } }],
])('%s is a schema', (_what, schema) => {
  expect(schemaFault(schema)).toBeUndefined()
})

test('every schema of our own operations is one', () => {
  const faults = product()
    .catalog.list()
    .flatMap(({ id, input, output }) => [input, output].map((schema) => ({ id, fault: schemaFault(schema) })))
  expect(faults.filter(({ fault }) => fault)).toEqual([])
})

test('whatever it is given, it gives a fault with a place or nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const fault = schemaFault(value)
      return fault === undefined || (typeof fault.path === 'string' && fault.why.length > 0)
    }),
  )
})
