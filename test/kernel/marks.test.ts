import { expect, test } from 'bun:test'
import { type JsonSchema, markedFields } from '@nimbus/kernel'
import { product } from '@nimbus/testkit'

const entries = product().catalog.list()

const hiding = new Set(['$ref', '$dynamicRef', 'patternProperties', 'if', 'not', 'contains'])

/** Whether a keyword of a schema, and not the name of a field, hides what is below it. */
const hides = (schema: unknown): boolean => {
  if (Array.isArray(schema)) return schema.some(hides)
  if (!schema || typeof schema !== 'object') return false
  return Object.entries(schema).some(([key, inner]) => {
    if (hiding.has(key)) return true
    if (key === 'propertyNames') return JSON.stringify(inner).includes('x-nimbus')
    return hides(key === 'properties' && inner ? Object.values(inner) : inner)
  })
}

// Marks are found by walking a schema, and the walk follows no reference: what one hides would be neither confined nor
// redacted.
test('no input hides its marks behind a reference or a condition', () => {
  const wrong = entries.filter(({ input }) => hides(input))
  expect(wrong.map(({ id }) => id)).toEqual([])
})

test('a field that has the name of a keyword is a field like any other', () => {
  expect(hides({ type: 'object', properties: { contains: { type: 'string' } } })).toBe(false)
  expect(hides({ type: 'array', contains: { type: 'string' } })).toBe(true)
  expect(hides({ type: 'object', properties: { a: { not: { type: 'string' } } } })).toBe(true)
})

const countOf = (schema: JsonSchema, mark: string): number => JSON.stringify(schema).split(`"${mark}"`).length - 1

test.each(['x-nimbus-path', 'x-nimbus-secret'] as const)('every %s in the catalog is found', (mark) => {
  for (const { id, input } of entries)
    expect({ id, found: markedFields(input, mark).length }).toEqual({ id, found: countOf(input, mark) })
})

test('a field that is called like a path is one, or says why it is none', () => {
  const suspicious = entries.flatMap(({ id, input }) =>
    Object.entries(input.properties ?? {})
      .filter(([name]) => /^(file|path|directory|dir|folder|out)$/i.test(name))
      .filter(([name]) => !markedFields(input, 'x-nimbus-path').some(([first]) => first === name))
      .map(([name]) => `${id} ${name}`),
  )
  expect(suspicious).toEqual([])
})
