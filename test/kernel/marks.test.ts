import { expect, test } from 'bun:test'
import { type JsonSchema, markedFields } from '@nimbus/kernel'
import { product } from '@nimbus/testkit'

const entries = product().catalog.list()

// Marks are found by walking a schema, and the walk follows no reference: what one hides would be neither confined nor
// redacted.
test('no input hides its marks behind a reference or a condition', () => {
  const hiding = /"(\$ref|\$dynamicRef|patternProperties|propertyNames":\{"x-nimbus|if|not|contains)":/
  const wrong = entries.filter(({ input }) => hiding.test(JSON.stringify(input)))
  expect(wrong.map(({ id }) => id)).toEqual([])
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
