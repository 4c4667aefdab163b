import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { Directory, Secret, z } from './define.ts'
import { each, type JsonSchema, mapStrings, markedFields, withoutSecrets } from './json-schema.ts'

// The generator makes catalogs in the same way.
const schemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
const secretsIn = (schema: z.ZodType) => markedFields(schemaOf(schema), 'x-nimbus-secret')

test.each([
  ['a property', z.object({ a: Secret }), [['a']]],
  ['an optional one', z.object({ a: Secret.optional() }), [['a']]],
  ['one with a description', z.object({ a: Secret.describe('Key') }), [['a']]],
  ['one with a default', z.object({ a: Secret.default('x') }), [['a']]],
  ['one that may be null', z.object({ a: Secret.nullable() }), [['a']]],
  ['a nested one', z.object({ a: z.object({ b: Secret }) }), [['a', 'b']]],
  ['items', z.object({ a: z.array(Secret) }), [['a', each]]],
  ['items of items', z.object({ a: z.array(z.array(Secret)) }), [['a', each, each]]],
  ['properties of items', z.object({ a: z.array(z.object({ b: Secret })) }), [['a', each, 'b']]],
  ['values of a record', z.object({ a: z.record(z.string(), Secret) }), [['a', each]]],
  ['a place in a tuple', z.object({ a: z.tuple([z.string(), Secret]) }), [['a', '1']]],
  ['one of two ways', z.object({ a: z.union([Secret, z.array(Secret)]) }), [['a'], ['a', each]]],
  ['both of two ways', z.object({ a: z.union([Secret, Secret.max(9)]) }), [['a']]],
  ['both halves of a whole', z.object({ a: Secret }).and(z.object({ b: Secret })), [['a'], ['b']]],
  ['nothing', z.object({ a: z.string() }), []],
] as const)('a mark is found on %s', (_where, schema, expected) => {
  expect(secretsIn(schema) as unknown).toEqual(expected)
})

test('only the places are changed, and the value itself is left alone', () => {
  const value = { a: ['x', { b: 'y' }], c: { d: 'z', e: 1 } }
  const before = structuredClone(value)
  const changed = mapStrings(
    value,
    [
      ['a', each],
      ['a', each, 'b'],
      ['c', each],
      ['no', 'where'],
    ],
    (text) => `${text}!`,
  )
  expect(changed).toEqual({ a: ['x!', { b: 'y!' }], c: { d: 'z!', e: 1 } })
  expect(value).toEqual(before)
})

test('without places any value comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(mapStrings(value, [], () => 'changed')).toEqual(value)
    }),
  )
})

test('a value called __proto__ is a value like any other', () => {
  const hostile: unknown = JSON.parse('{"__proto__":"secret","a":"b"}')
  const changed = mapStrings(hostile, [[each]], () => 'gone')
  expect(JSON.stringify(changed)).toBe('{"__proto__":"gone","a":"gone"}')
  expect(({} as Record<string, unknown>).secret).toBeUndefined()
})

test('secrets are left out wherever the schema puts them, however short', () => {
  const schema = z.object({ user: z.string(), keys: z.record(z.string(), Secret), path: Directory })
  expect(withoutSecrets(schemaOf(schema), { user: 'ada', keys: { a: '1', b: '2' }, path: 'x' })).toEqual({
    user: 'ada',
    keys: { a: '‹redacted›', b: '‹redacted›' },
    path: 'x',
  })
})
